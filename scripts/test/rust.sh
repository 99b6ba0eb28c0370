#!/usr/bin/env bash
# Unit and property tests of every crate, and tests/it on SQLite and on a PostgreSQL of its own. Those that wait run beside
# all others, and before them when both want the processor (ONE_BY_ONE=1: among them).
. "$(dirname "$0")/../lib.sh"
if [ "${1:-}" != tests ]; then
    # Some tests have it between server and database.
    need_packages pgbouncer
    cargo test --locked --workspace --no-run
    exec scripts/postgres.sh run scripts/test/rust.sh tests
fi

[ -z "${ONE_BY_ONE:-}" ] || exec cargo test --locked --workspace --no-fail-fast
log=$TARGET/test-logs/rust-waiting.log
mkdir -p "${log%/*}"
cargo test --locked --workspace --no-fail-fast -- "${WAITING[@]}" >"$log" 2>&1 &
waiting=$!
status=0
nice -n 5 cargo test --locked --workspace --no-fail-fast -- "${WAITING[@]/#/--skip=}" || status=$?
wait "$waiting" || status=$?
say "those that wait"
cat "$log"
exit "$status"
