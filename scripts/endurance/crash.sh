#!/usr/bin/env bash
# More rounds of kill -9 than the step crash makes, 25 on each database, with short storms (tests/e2e/crash.test.mjs).
# CRASH_ROUNDS=1000 takes hours; 25 on each engine by default, 8 where CI is set.
. "$(dirname "$0")/../lib.sh"
export CRASH_ROUNDS=${CRASH_ROUNDS:-${CI:+8}}
export CRASH_ROUNDS=${CRASH_ROUNDS:-25} CRASH_EACH=${CRASH_EACH:-25} CRASH_LONGEST=${CRASH_LONGEST:-1000}
export CRASH_LOG=$TARGET/crash.log
: >"$CRASH_LOG"
scripts/test/crash.sh
# What all rounds came to.
awk '
    / codes, / {
        split($0, word, /[ ;,:]+/); engine = word[1]
        rounds[engine] += 1; codes[engine] += word[2]; acknowledged[engine] += word[4] + word[6]
        lost[engine] += word[9]; twice[engine] += word[11]; families[engine] += word[14]; alive[engine] += word[16]
    }
    END {
        for (engine in rounds) printf "%s: %d rounds of kill -9, %d codes, %d exchanges and refreshes acknowledged, %d lost, " \
            "%d spent twice, %d families, %d alive after their code came again\n", engine, rounds[engine], codes[engine],
            acknowledged[engine], lost[engine], twice[engine], families[engine], alive[engine]
    }' "$CRASH_LOG"
