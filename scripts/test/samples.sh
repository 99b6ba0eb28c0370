#!/usr/bin/env bash
# axe-core in Chromium on the sample of every page in every state, light, dark and in Arabic, and what is lost twice as large
# or in the device's colors; a unit test writes them.
. "$(dirname "$0")/../lib.sh"
node_tools
SIGNET_CHROMIUM=$(chromium)
export SIGNET_CHROMIUM
prepared
need_test_build
# A page that is written no more is looked at no more.
rm -rf target/pages/{en,ar,de}
# Of the whole workspace, so that nothing is compiled which the step rust has not; the test counts there.
written=$TARGET/test-logs/samples-written.log
mkdir -p "${written%/*}"
cargo test --locked --workspace --lib every_page_in_every_language_is_sound >"$written" 2>&1 || {
    cat "$written"
    fail "the samples were not written"
}
node --test --test-concurrency=1 tests/e2e/samples.test.mjs
