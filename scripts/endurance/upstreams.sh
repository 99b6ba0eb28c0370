#!/usr/bin/env bash
# kill -9 while somebody comes back from another provider to a new account: UPSTREAM_ROUNDS=50 on each engine, 5 where CI is
# set (UPSTREAM_SEED=n; tests/e2e/upstream-crash.test.mjs).
. "$(dirname "$0")/../lib.sh"
signet_binary
node_tools
need_packages python3
with_default UPSTREAM_ROUNDS 50 5
scripts/postgres.sh run node --test --test-concurrency=1 tests/e2e/upstream-crash.test.mjs
