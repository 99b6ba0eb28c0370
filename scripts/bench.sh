#!/usr/bin/env bash
# Measures a release build on SQLite and PostgreSQL and writes docs/performance.md. Only on an otherwise idle machine.
#   scripts/bench.sh [WORD…]      only the rows whose names have one of the words; printed, not written
#   BENCH_ENGINE=sqlite|postgres  one engine only; printed, not written
#   BENCH_ROUNDS=3 BENCH_SECONDS=5
#   BENCH_PEOPLE=1000000          people in the second database, 2 to 5 GB under TMPDIR; 0: without it
#   BENCH_BEFORE=PATH             another signet binary, measured in turn with this one in the same run
#   BENCH_NOTE=TEXT               put on the page; "machine busy" keeps later runs from comparing themselves with it
# SIGNET_BIN and BENCH_LIMITS name binaries to use instead of building them.
. "$(dirname "$0")/lib.sh"

need_packages wrk python3
if [ -z "${SIGNET_BIN:-}" ] || [ -z "${BENCH_LIMITS:-}" ]; then
    need_test_build
    cargo build --release --locked --bin signet --example limits
fi
export SIGNET_BIN=${SIGNET_BIN:-$TARGET/release/signet}
export BENCH_LIMITS=${BENCH_LIMITS:-$TARGET/release/examples/limits}
node_tools
mkdir -p "$TARGET/bench"

results=()
for engine in ${BENCH_ENGINE:-sqlite postgres}; do
    result=$TARGET/bench/$engine.json
    results+=("$result")
    measure=(env "BENCH_ENGINE=$engine" node bench/run.mjs "$result" "$@")
    if [ "$engine" = postgres ]; then
        SIGNET_POSTGRES_FSYNC=on scripts/postgres.sh run "${measure[@]}"
    else
        "${measure[@]}"
    fi
done
node bench/report.mjs "${results[@]}"
