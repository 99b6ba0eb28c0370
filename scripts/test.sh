#!/usr/bin/env bash
# Runs the ordinary steps of scripts/test/, or those named, and closes with `N passed, N failed`: "ordinary" is all of
# these, "endurance" what takes minutes, or hours if it is told to, each script of scripts/endurance/ (PARTS="fuzz crash"
# for some; the length of each is in its head).
# A step that counts its tests is counted by them; any other counts as one.
#
# Asked for steps that compile and for steps that drive the server, it compiles the server first and has the two kinds run
# beside each other (ONE_BY_ONE=1: never):
#
#   the server    build                       format driver deny, what is to be installed, machete
#   two lanes     browser clients …           the tests, lint fuzz samples, endurance/fuzz
#   then          rust                        what is left of endurance/fuzz
#   then          all others alone: some of them measure times
#
# docs/decisions/building.md has the figures.
. "$(dirname "$0")/lib.sh"
. scripts/test-logs.sh

ORDINARY=(format deny machete lint driver rust samples fuzz clients conformance browser crash)
# These need nothing of ours compiled, and run while the server is.
BEFORE=(format driver deny)
# So does this one, which compiles its tool, with low priority.
TOOL=(machete)
# These want what is compiled for the tests, and measure nothing: with low priority, so that the server beside them has
# the processor when it wants it.
COMPILING=(lint fuzz samples)
# Compiles into a folder of its own, so it may go on beside the step rust, with the lowest priority of all.
APART=(endurance/fuzz)
# These drive the server, and wait for it most of the time; each has ports and databases of its own.
DRIVING=(browser clients conformance crash endurance/mail endurance/crash endurance/upstreams)

STEPS=()
# A step that is named twice runs once.
ask_for() {
    local step
    for step in "$@"; do
        case " ${STEPS[*]} " in
        *" $step "*) ;;
        *) STEPS+=("$step") ;;
        esac
    done
}
for step in "${@:-ordinary}"; do
    case $step in
    ordinary) ask_for "${ORDINARY[@]}" ;;
    endurance)
        read -ra PARTS <<<"${PARTS:-$(cd scripts/endurance && printf '%s ' *.sh | sed 's/\.sh//g')}"
        ask_for "${PARTS[@]/#/endurance/}"
        ;;
    *) ask_for "$step" ;;
    esac
done

script_of() {
    case $1 in
    endurance/*) printf 'scripts/%s.sh' "$1" ;;
    *) printf 'scripts/test/%s.sh' "$1" ;;
    esac
}

for step in "${STEPS[@]}"; do
    [ -x "$(script_of "$step")" ] || fail "there is no step $step; the steps are the scripts in scripts/test/"
done
LOGS=$TARGET/test-logs
mkdir -p "$LOGS"
rm -f "$LOGS"/*.result
need_test_build

# Those of some steps that were asked for.
asked() {
    local one step
    for one in "$@"; do
        for step in "${STEPS[@]}"; do
            [ "$one" != "$step" ] || printf '%s\n' "$one"
        done
    done
}

log_of() { printf '%s/%s.log' "$LOGS" "${1/\//-}"; }
result_of() { printf '%s/%s.result' "$LOGS" "${1/\//-}"; }

# Set while steps run beside each other: what one of them says is shown when it has ended.
BESIDE=
PRIORITY=()

show() {
    say "what $1 said"
    cat "$(log_of "$1")"
}

# Runs a step, and keeps what came of it: passed, failed, seconds.
run_step() {
    local step=$1 log began=$SECONDS status=0 good bad
    log=$(log_of "$step")
    say "$step"
    if [ -n "$BESIDE" ]; then
        "${PRIORITY[@]}" "$(script_of "$step")" </dev/null >"$log" 2>&1 || status=$?
        alone output show "$step"
    else
        "$(script_of "$step")" </dev/null 2>&1 | tee "$log" || status=$?
    fi
    read -r good bad < <(count "$log")
    [ "$((good + bad))" = 0 ] && [ "$status" = 0 ] && good=1
    [ "$status" != 0 ] && [ "$bad" = 0 ] && bad=1
    printf '%s %s %s\n' "$good" "$bad" "$((SECONDS - began))" >"$(result_of "$step")"
}

run_steps() {
    local step
    for step in "$@"; do
        run_step "$step"
    done
}

# Runs steps while others have more of the processor: nicely 10 lint fuzz.
nicely() {
    local PRIORITY=(nice -n "$1")
    run_steps "${@:2}"
}

# What the step rust runs, whose tests are not part of the build. What fails here fails once more there.
build_tests() {
    local began=$SECONDS
    nice -n 10 cargo test --locked --workspace --no-run </dev/null >"$LOGS/build-tests.log" 2>&1 || true
    say "the tests are compiled, in $((SECONDS - began)) s"
}

# Installs what steps want; what cannot be installed fails the step.
prepare() {
    local step
    for step in "$@"; do
        [ ! -x "scripts/test/$step.sh" ] || PREPARE=only "scripts/test/$step.sh" </dev/null >"$LOGS/prepare.log" 2>&1 || true
    done
}

# The two kinds of steps beside each other, when the server is compiled.
run_lanes() {
    local drivers aside
    run_steps "${driving[@]}" &
    drivers=$!
    [ -z "$(asked rust)" ] || build_tests
    nicely 10 "${compiling[@]}"
    nicely 15 "${apart[@]}" &
    aside=$!
    wait "$drivers"
    [ -z "$(asked rust)" ] || run_step rust
    wait "$aside"
}

# The tests of the step rust leave the rows that endurance/outages compares, which therefore comes after it.
if [ -n "$(asked rust)" ] && [ -n "$(asked endurance/outages)" ]; then
    export SIGNET_OUTAGES=$TARGET/outages.md.unsorted
    rm -f "$SIGNET_OUTAGES"
    last=()
    for step in "${STEPS[@]}"; do
        [ "$step" = endurance/outages ] || last+=("$step")
    done
    STEPS=("${last[@]}" endurance/outages)
fi

mapfile -t compiling < <(asked "${COMPILING[@]}")
mapfile -t apart < <(asked "${APART[@]}")
mapfile -t driving < <(asked "${DRIVING[@]}")
if [ -z "${ONE_BY_ONE:-}" ] && [ $((${#compiling[@]} + ${#apart[@]})) != 0 ] && [ ${#driving[@]} != 0 ]; then
    # What runs in the background hears no Ctrl-C.
    trap 'trap - INT; kill -TERM 0' INT
    BESIDE=yes
    run_step build &
    building=$!
    mapfile -t before < <(asked "${BEFORE[@]}")
    mapfile -t tool < <(asked "${TOOL[@]}")
    run_steps "${before[@]}"
    prepare "${driving[@]}"
    nicely 10 "${tool[@]}" &
    tooling=$!
    wait "$building"
    [ -n "$(asked build)" ] || STEPS=(build "${STEPS[@]}")
    read -r _ bad _ <"$(result_of build)"
    if [ "$bad" = 0 ]; then
        export SIGNET_BIN=${SIGNET_BIN:-$TARGET/debug/signet}
        run_lanes
    else
        say "the server does not compile: nothing else is run"
        # shellcheck disable=SC2207 # names of steps have no spaces
        STEPS=(build $(asked "${BEFORE[@]}" "${TOOL[@]}"))
    fi
    wait "$tooling"
    BESIDE=
fi
for step in "${STEPS[@]}"; do
    [ -e "$(result_of "$step")" ] || run_step "$step"
done

passed=0
failed=0
summary=()
failed_steps=()
for step in "${STEPS[@]}"; do
    read -r good bad seconds <"$(result_of "$step")"
    passed=$((passed + good))
    failed=$((failed + bad))
    [ "$bad" = 0 ] || failed_steps+=("$step")
    summary+=("$(printf '%-20s %6d passed %5d failed %6d s' "$step" "$good" "$bad" "$seconds")")
done

# Said once more at the end, where whoever reads only that finds it.
for step in "${failed_steps[@]}"; do
    say "what failed in $step"
    failures "$(log_of "$step")" || true
done

printf '\n'
printf '%s\n' "${summary[@]}"
# In few lines once more, below the table: whoever reads only the end finds what failed.
room=$((${#failed_steps[@]} > 1 ? 16 / ${#failed_steps[@]} : 12))
for step in "${failed_steps[@]}"; do
    printf '\nfailed: %s\n' "$step"
    brief "$(log_of "$step")" "$((room > 2 ? room : 2))"
done
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
