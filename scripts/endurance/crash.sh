#!/usr/bin/env bash
# More rounds of kill -9 than the step crash makes. CRASH_ROUNDS=1000 takes hours.
. "$(dirname "$0")/../lib.sh"
export CRASH_ROUNDS=${CRASH_ROUNDS:-12}
scripts/test/crash.sh
