#!/usr/bin/env bash
# Runs the ordinary steps of scripts/test/, or those named ("ordinary" is all of these), and closes with `N passed,
# N failed`.
# A step that counts its tests is counted by them; any other counts as one.
. "$(dirname "$0")/lib.sh"

ORDINARY=(format deny machete lint driver rust fuzz clients conformance browser crash)
STEPS=()
for step in "${@:-ordinary}"; do
    [ "$step" = ordinary ] && STEPS+=("${ORDINARY[@]}") || STEPS+=("$step")
done
LOGS=$TARGET/test-logs
mkdir -p "$LOGS"
need_test_build

# Sums `cargo test`, node's test runner, and python's unittest.
count() {
    awk '
        { gsub(/\033\[[0-9;]*m/, "") }
        /^test result: / { for (i = 1; i < NF; i++) { if ($(i + 1) ~ /^passed/) p += $i; if ($(i + 1) ~ /^failed/) f += $i } }
        /^(#|ℹ) pass [0-9]+$/ { p += $3 }
        /^(#|ℹ) (fail|cancelled) [0-9]+$/ { f += $3 }
        /^Ran [0-9]+ tests? in / { ran = $2 }
        /^OK( \(.*\))?$/ { p += ran; ran = 0 }
        /^FAILED \(/ { bad = 0; n = split($0, part, /[(),= ]+/)
            for (i = 1; i < n; i++) if (part[i] == "failures" || part[i] == "errors") bad += part[i + 1]
            f += bad; p += ran - bad; ran = 0 }
        END { print p + 0, f + 0 }' "$1"
}

# The lines of a log that say what failed, with those after each of them; libFuzzer, cargo, node and python say it so.
failures() {
    grep -aE -A 8 'FAILED|panicked at|^error|^not ok|^✖|ERROR: libFuzzer|SUMMARY: |^Traceback|Base64: ' "$1" | head -n 80
}

passed=0
failed=0
summary=()
failed_steps=()
for step in "${STEPS[@]}"; do
    [ -x "scripts/test/$step.sh" ] || fail "there is no step $step; the steps are the scripts in scripts/test/"
    say "$step"
    began=$SECONDS
    status=0
    "scripts/test/$step.sh" </dev/null 2>&1 | tee "$LOGS/$step.log" || status=$?
    read -r good bad < <(count "$LOGS/$step.log")
    [ "$((good + bad))" = 0 ] && [ "$status" = 0 ] && good=1
    [ "$status" != 0 ] && [ "$bad" = 0 ] && bad=1
    passed=$((passed + good))
    failed=$((failed + bad))
    [ "$bad" = 0 ] || failed_steps+=("$step")
    summary+=("$(printf '%-10s %6d passed %5d failed %6d s' "$step" "$good" "$bad" "$((SECONDS - began))")")
done

# Said once more at the end, where whoever reads only that finds it.
for step in "${failed_steps[@]}"; do
    say "what failed in $step"
    failures "$LOGS/$step.log" || true
done

printf '\n'
printf '%s\n' "${summary[@]}"
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
