#!/usr/bin/env bash
# libFuzzer on every target of fuzz/, guided by coverage, with the stable toolchain (FUZZ_SECONDS=60 for each, 6 where
# CI is set; FUZZ_TARGETS="jws jwe" for some, FUZZ_JOBS=2 at once). What was found stays in target/fuzz/found.
. "$(dirname "$0")/../lib.sh"
need_packages gcc g++ libc6-dev libssl-dev pkg-config
need_rust
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

run() {
    local name=$1 status=0
    mkdir -p "$WORK/corpus/$name" "$WORK/found/$name" "$WORK/logs"
    "$WORK/$HOST/release/$name" "$WORK/corpus/$name" "fuzz/seeds/$name" \
        -max_total_time="$FUZZ_SECONDS" -timeout=60 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
        -artifact_prefix="$WORK/found/$name/" >"$WORK/logs/$name.log" 2>&1 || status=$?
    local runs
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$WORK/logs/$name.log")
    if [ "$status" = 0 ]; then
        printf '%-16s %12s runs, nothing found\n' "$name" "$runs"
    else
        printf '%-16s FAILED\n' "$name"
        grep -av '^#' "$WORK/logs/$name.log" | tail -n 40 >&2
    fi
    return "$status"
}
export -f run
export WORK HOST

say "${#TARGETS[@]} targets, $FUZZ_SECONDS s each, $JOBS at once"
LINES=$(printf '%s\n' "${TARGETS[@]}" | xargs -P "$JOBS" -I{} bash -c 'run "$1"' run {} || true)
printf '%s\n' "$LINES"
passed=$(grep -c 'nothing found$' <<<"$LINES" || true)
printf 'test result: %d passed; %d failed\n' "$passed" "$((${#TARGETS[@]} - passed))"
[ "$passed" = "${#TARGETS[@]}" ]
