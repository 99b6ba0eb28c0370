#!/usr/bin/env bash
# Measures a release build beside node-oidc-provider, in turn, and prints the ratios; writes docs/performance-peers.md.
#   scripts/bench-peers.sh [WORD…]    only the rows whose names have one of the words; printed, not written
#   BENCH_ROUNDS=3 BENCH_SECONDS=4 BENCH_ENGINE=sqlite|postgres BENCH_NOTE=TEXT
# SIGNET_BIN names a binary to use instead of building one. Node 20.19 or later.
. "$(dirname "$0")/lib.sh"

need_packages wrk
if [ -z "${SIGNET_BIN:-}" ]; then
    need_build
    cargo build --release --locked --bin signet
fi
export SIGNET_BIN=${SIGNET_BIN:-$TARGET/release/signet}
node_tools bench/peers
if [ "${BENCH_ENGINE:-sqlite}" = postgres ]; then
    SIGNET_POSTGRES_FSYNC=on scripts/postgres.sh run node bench/peers/run.mjs "$@"
else
    node bench/peers/run.mjs "$@"
fi
