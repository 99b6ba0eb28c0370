#!/usr/bin/env bash
# libFuzzer on every target of fuzz/, guided by coverage, with the stable toolchain (FUZZ_SECONDS=60 for each, 6 where
# CI is set; FUZZ_TARGETS="jws jwe" for some, FUZZ_JOBS=2 at once). What was found stays in target/fuzz/found.
. "$(dirname "$0")/../lib.sh"
need_packages g++
need_test_build
with_default FUZZ_SECONDS 60 6
JOBS=${FUZZ_JOBS:-$(nproc)}
WORK=$TARGET/fuzz
HOST=$(rustc -vV | sed -n 's/^host: //p')
read -ra TARGETS <<<"${FUZZ_TARGETS:-$(cd fuzz/fuzz_targets && printf '%s ' *.rs | sed 's/\.rs//g')}"

# What cargo-fuzz compiles with, but for the sanitizers of memory: they need a nightly toolchain, and our crates forbid
# unsafe code. With a target named, build scripts and macros are compiled without.
COVERAGE="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4"
COVERAGE+=" -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
COVERAGE+=" -Cllvm-args=-sanitizer-coverage-trace-compares"
say "compiling the targets"
RUSTFLAGS="--cfg fuzzing $COVERAGE" cargo build --locked --quiet --release "${TARGETS[@]/#/--bin=}" \
    --manifest-path fuzz/Cargo.toml --target "$HOST" --target-dir "$WORK"

# Runs a target with these arguments; what it says goes to a log.
once() {
    local name=$1 log=$2
    shift 2
    "$WORK/$HOST/release/$name" "$@" -timeout=60 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
        -artifact_prefix="$WORK/found/$name/" >"$log" 2>&1
}

# Whether an input that was found fails again, or else another run: a machine that stood still is no finding.
fails_again() {
    local name=$1 input
    for input in "$WORK/found/$name"/*; do
        [ -e "$input" ] || continue
        once "$name" "$WORK/logs/$name.again.log" "$input" || return 0
    done
    ! fuzz_once "$name" "$WORK/logs/$name.again.log"
}

fuzz_once() {
    once "$1" "$2" "$WORK/corpus/$1" "fuzz/seeds/$1" -max_total_time="$FUZZ_SECONDS"
}

run() {
    local name=$1 status=0 log
    log=$WORK/logs/$name.log
    mkdir -p "$WORK/corpus/$name" "$WORK/found/$name" "$WORK/logs"
    fuzz_once "$name" "$log" || status=$?
    local runs
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if [ "$status" = 0 ]; then
        printf '%-21s %12s runs, nothing found\n' "$name" "$runs"
        return
    fi
    { printf '%s ended with %s:\n' "$name" "$status" && grep -av '^#' "$log" | tail -n 40; } >&2
    if fails_again "$name"; then
        printf '%-21s FAILED with %s\n' "$name" "$status"
        grep -av '^#' "$WORK/logs/$name.again.log" | tail -n 40 >&2
        return "$status"
    fi
    printf '%-21s ended with %s, which did not come again: nothing found\n' "$name" "$status"
}
export -f run once fuzz_once fails_again
export WORK HOST

say "${#TARGETS[@]} targets, $FUZZ_SECONDS s each, $JOBS at once"
RESULTS=$(printf '%s\n' "${TARGETS[@]}" | xargs -P "$JOBS" -I{} bash -c 'run "$1"' run {} || true)
printf '%s\n' "$RESULTS"
passed=$(grep -c 'nothing found$' <<<"$RESULTS" || true)
printf 'test result: %d passed; %d failed\n' "$passed" "$((${#TARGETS[@]} - passed))"
[ "$passed" = "${#TARGETS[@]}" ]
