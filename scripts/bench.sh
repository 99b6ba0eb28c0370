#!/usr/bin/env bash
# Measures a release build on SQLite and PostgreSQL and writes docs/performance.md. Only on an otherwise idle machine.
#   scripts/bench.sh [WORD…]      only the rows whose names have one of the words; printed, not written
#   scripts/bench.sh storms [WORD…]  only the storms, beside the rows whose names have one of the words ("guessing", "purge": only
#                                 that one); added to the result and printed
#   BENCH_WRITE=1                 with `storms` and no word: also put on the page, in place of the storms of that engine
#   BENCH_ENGINE=sqlite|postgres  one engine only; printed, not written
#   BENCH_ROUNDS=3 BENCH_SECONDS=5
#   BENCH_PEOPLE=1000000          people in the second database, 2 to 5 GB under TMPDIR; 0: without it
#   BENCH_BEFORE=PATH             another signet binary, measured in turn with this one in the same run
#   BENCH_CODES=1000000           old codes that are purged beside token traffic
#   BENCH_WARM=60                 seconds for which many addresses guess before the owner comes
#   BENCH_GUESSING=600 BENCH_ADDRESSES=1000   connections that guess, and the addresses that they come from
#   BENCH_NOTE=TEXT               put on the page; "machine busy" keeps later runs from comparing themselves with it
#   BENCH_OUT=target/bench        where the results go, after each round: `node bench/report.mjs RESULT.json` prints what there is
# SIGNET_BIN and BENCH_LIMITS name binaries to use instead of building them.
. "$(dirname "$0")/lib.sh"

need_packages wrk python3
if [ -z "${SIGNET_BIN:-}" ] || [ -z "${BENCH_LIMITS:-}" ]; then
    need_test_build
    cargo build --release --locked --workspace --bin signet --example limits
fi
export SIGNET_BIN=${SIGNET_BIN:-$TARGET/release/signet}
export BENCH_LIMITS=${BENCH_LIMITS:-$TARGET/release/examples/limits}
node_tools
OUT=${BENCH_OUT:-$TARGET/bench}
mkdir -p "$OUT"

results=()
storms=
if [ "${1:-}" = storms ]; then
    storms=only
    shift
fi

measure() {
    if [ "$engine" = postgres ]; then
        SIGNET_POSTGRES_FSYNC=on BENCH_ENGINE=$engine scripts/postgres.sh run node "$@"
    else
        BENCH_ENGINE=$engine node "$@"
    fi
}

for engine in ${BENCH_ENGINE:-sqlite postgres}; do
    result=$OUT/$engine.json
    results+=("$result")
    [ "$storms" = only ] || measure bench/run.mjs "$result" "$@"
    if [ "$storms" = only ] || [ $# = 0 ]; then
        measure bench/storms.mjs "$result" "$@"
    fi
done
if [ "$storms" != only ]; then
    node bench/report.mjs "${results[@]}"
elif [ -n "${BENCH_WRITE:-}" ] && [ $# = 0 ]; then
    node bench/report.mjs --storms "${results[@]}"
fi
