#!/usr/bin/env bash
# Measures a release build and writes docs/performance.md.
#   BENCH_ROUNDS=3 BENCH_SECONDS=5 BENCH_ENGINE=sqlite|postgres    only on an otherwise idle machine
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
if [ "${BENCH_ENGINE:-sqlite}" = postgres ]; then
    SIGNET_POSTGRES_FSYNC=on scripts/postgres.sh run node bench/run.mjs "$@"
else
    node bench/run.mjs "$@"
fi
