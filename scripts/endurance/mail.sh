#!/usr/bin/env bash
# kill -9 between the commit of a mail and the note that it is sent: MAIL_ROUNDS=100 on each engine, one at each moment, 7,
# where CI is set (MAIL_LANES=5, MAIL_SEED=n; tests/e2e/mail-crash.test.mjs).
. "$(dirname "$0")/../lib.sh"
signet_binary
node_tools
need_packages python3
with_default MAIL_ROUNDS 100 7
scripts/postgres.sh run node --test --test-concurrency=1 tests/e2e/mail-crash.test.mjs
