#!/usr/bin/env bash
# kill -9 between the commit of a mail and the note that it is sent, on both engines (MAIL_ROUNDS=100, 5 where CI
# is set; MAIL_LANES=5, MAIL_SEED=n).
. "$(dirname "$0")/../lib.sh"
signet_binary
node_tools
need_packages python3
rounds=100
[ -z "${CI:-}" ] || rounds=5
export MAIL_ROUNDS=${MAIL_ROUNDS:-$rounds}
scripts/postgres.sh run node --test --test-concurrency=1 tests/e2e/mail-crash.test.mjs
