#!/usr/bin/env bash
# Many addresses guess at one account, on both engines: its owner is in within 2 s in a browser that is known and
# within 10 s in a new one at a new address, and every guess is answered (STORMS_WARM=60 seconds of it before the owner
# comes, 10 where CI is set). With a release binary (SIGNET_BIN=target/release/signet) also how long token requests take
# beside 200 people who sign in at once: p99 at most STORMS_TIMES=3 times the idle one.
# The seconds are the same with a debug binary, but not the storm: BENCH_GUESSING=300 connections from BENCH_ADDRESSES=200
# addresses, 600 and 1000 else. It answers a tenth of the requests, so 600 connections alone keep each other waiting for
# 2 s, and a thousand addresses stay as good as new for 20 s.
. "$(dirname "$0")/../lib.sh"
signet_binary
with_default STORMS_WARM 60 10
with_default BENCH_SECONDS 5 2
OUT=$TARGET/endurance-storms
export BENCH_OUT=$OUT BENCH_LIMITS=true BENCH_WARM=$STORMS_WARM
case $SIGNET_BIN in
*/release/*)
    scripts/bench.sh storms "client_credentials" "code flow, session" "refresh"
    node scripts/endurance/storms.mjs sign-in "$OUT"/{sqlite,postgres}.json
    ;;
*) export BENCH_GUESSING=${BENCH_GUESSING:-300} BENCH_ADDRESSES=${BENCH_ADDRESSES:-200} ;;
esac
scripts/bench.sh storms guessing
node scripts/endurance/storms.mjs guessing "$OUT"/{sqlite,postgres}.json
