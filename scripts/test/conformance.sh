#!/usr/bin/env bash
# Our own black-box checks (`signet conformance`) against the running binary, on both engines.
. "$(dirname "$0")/../lib.sh"
signet_binary
need_packages openssl
command -v node >/dev/null || need_packages nodejs
scripts/postgres.sh run node --test --test-concurrency=1 tests/e2e/conformance.test.mjs
