#!/usr/bin/env bash
# The pages in Chromium, with axe-core on every page met, with and without JavaScript; each file tells what it walks
# (BROWSER_SUITES=1 of them at once).
. "$(dirname "$0")/../lib.sh"
node_tools
need_packages oathtool faketime openssl zbar-tools
SIGNET_CHROMIUM=$(chromium)
export SIGNET_CHROMIUM
prepared
signet_binary
node --test --test-concurrency="${BROWSER_SUITES:-1}" tests/e2e/double-click.test.mjs \
    tests/e2e/logout.test.mjs \
    tests/e2e/factors.test.mjs \
    tests/e2e/passkeys.test.mjs \
    tests/e2e/mail-sign-in.test.mjs \
    tests/e2e/recovery.test.mjs \
    tests/e2e/sign-up.test.mjs \
    tests/e2e/languages.test.mjs \
    tests/e2e/required.test.mjs \
    tests/e2e/passkey-suggestions.test.mjs \
    tests/e2e/wallets.test.mjs \
    tests/e2e/phone.test.mjs \
    tests/e2e/upstream.test.mjs \
    tests/e2e/upstream-states.test.mjs \
    tests/e2e/upstream-logout.test.mjs \
    tests/e2e/browser.test.mjs \
    tests/e2e/name-first.test.mjs \
    tests/e2e/proof-of-work.test.mjs \
    tests/e2e/captcha.test.mjs \
    tests/e2e/risk.test.mjs \
    tests/e2e/account.test.mjs \
    tests/e2e/addresses.test.mjs \
    tests/e2e/playground.test.mjs \
    tests/e2e/failures.test.mjs \
    tests/e2e/failures-steps.test.mjs \
    tests/e2e/failures-links.test.mjs \
    tests/e2e/failures-passkeys.test.mjs \
    tests/e2e/looks.test.mjs
