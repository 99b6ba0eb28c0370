#!/usr/bin/env bash
# kill -9 during a storm of code exchanges and refreshes, on both engines (CRASH_ROUNDS=3, CRASH_SEED=n).
. "$(dirname "$0")/../lib.sh"
node_tools
prepared
signet_binary
scripts/postgres.sh run node --test --test-concurrency=1 tests/e2e/crash.test.mjs
