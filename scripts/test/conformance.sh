#!/usr/bin/env bash
# Our own black-box checks (`signet conformance`) against the running binary, on both engines.
. "$(dirname "$0")/../lib.sh"
need_packages openssl
command -v node >/dev/null || need_packages nodejs
prepared
signet_binary
scripts/postgres.sh run node --test --test-concurrency=1 tests/e2e/conformance.test.mjs
