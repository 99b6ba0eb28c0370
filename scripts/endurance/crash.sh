#!/usr/bin/env bash
# More rounds of kill -9 than the step crash makes, with short storms: CRASH_ROUNDS=25 on each engine, 8 where CI is set;
# 1000 take an hour. A database lives through CRASH_EACH=25 of them (tests/e2e/crash.test.mjs).
. "$(dirname "$0")/../lib.sh"
with_default CRASH_ROUNDS 25 8
export CRASH_EACH=${CRASH_EACH:-25} CRASH_LONGEST=${CRASH_LONGEST:-1000} CRASH_LOG=$TARGET/crash.log
mkdir -p "$TARGET"
: >"$CRASH_LOG"
scripts/test/crash.sh
# What all rounds came to. Where nothing was acknowledged, nothing could be lost.
awk '
    / codes, / {
        split($0, word, /[ ;,:]+/); engine = word[1]
        rounds[engine] += 1; codes[engine] += word[2]; acknowledged[engine] += word[4] + word[6]
        lost[engine] += word[9]; twice[engine] += word[11]; families[engine] += word[14]; alive[engine] += word[16]
    }
    END {
        for (engine in rounds) {
            printf "%s: %d rounds of kill -9, %d codes, %d exchanges and refreshes acknowledged, %d lost, " \
                "%d spent twice, %d families, %d alive after their code came again\n", engine, rounds[engine], codes[engine],
                acknowledged[engine], lost[engine], twice[engine], families[engine], alive[engine]
            if (!acknowledged[engine]) empty = 1
        }
        exit empty
    }' "$CRASH_LOG"
