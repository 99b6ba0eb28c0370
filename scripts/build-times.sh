#!/usr/bin/env bash
# How long it takes from an edit to tests, and from nothing to a running server. Prints a table; only on an otherwise
# idle machine. Files are edited in place and put back.
#   scripts/build-times.sh [--from-nothing] [--in FOLDER]
# --from-nothing builds everything once more, in a folder of its own; downloads are not counted. --in measures another
# checkout, such as one of an older commit. BUILD_TIMES_ROUNDS=3
. "$(dirname "$0")/lib.sh"

FROM_NOTHING=
while [ $# -gt 0 ]; do
    case $1 in
    --from-nothing) FROM_NOTHING=yes ;;
    --in)
        [ -d "${2:-}" ] || fail "--in wants the folder of a checkout"
        cd "$2"
        shift
        ;;
    *) fail "usage: scripts/build-times.sh [--from-nothing] [--in FOLDER]" ;;
    esac
    shift
done
ROUNDS=${BUILD_TIMES_ROUNDS:-3}
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/signet-build-times.XXXXXX")
edited=
server=

put_back() {
    # With a new time, so that cargo sees the change back.
    [ -z "$edited" ] || cat "$SCRATCH/original" >"$edited"
    edited=
}
clean_up() {
    put_back
    [ -z "$server" ] || kill -- "-$server" 2>/dev/null || true
    rm -rf "$SCRATCH"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

now() { date +%s.%N; }
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f\n", to - from }'; }
row() { printf '| %s | %s |\n' "$1" "$2" >>"$SCRATCH/table"; }

# measure NAME COMMAND…: the middle of so many rounds, each after an edit of $FILE where there is one.
measure() {
    local name=$1 from times=() round
    shift
    for ((round = 1; round <= ROUNDS; round += 1)); do
        # A public item, so that whatever stands above is compiled again.
        [ -z "$FILE" ] || printf '\n#[doc(hidden)]\npub const BUILD_TIMES: u32 = %d;\n' "$RANDOM" | cat "$SCRATCH/original" - >"$FILE"
        from=$(now)
        "$@" >"$SCRATCH/log" 2>&1 || { cat "$SCRATCH/log" >&2; fail "$name: $* failed"; }
        times+=("$(since "$from")")
        say "$name: ${times[-1]} s"
    done
    row "$name" "$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((ROUNDS + 1) / 2))p") s (${times[*]})"
}

edit() {
    FILE=$1
    cat "$FILE" >"$SCRATCH/original"
    edited=$FILE
}

need_test_build
say "building the tests once, so that only edits are measured"
cargo test --locked --no-run >&2

FILE=
measure "nothing changed → tests built" cargo test --locked --no-run
edit src/domain/mod.rs
measure "edit in domain → tests built" cargo test --locked --no-run
put_back
if [ -d crates/signet-protocol ]; then
    edit crates/signet-protocol/src/lib.rs
    measure "edit in protocol → its unit tests run" cargo test --locked -p signet-protocol --lib
else
    edit src/protocol/mod.rs
    measure "edit in protocol → its unit tests run" cargo test --locked --lib protocol::
fi
put_back
if [ -d crates/signet-store ]; then
    edit crates/signet-store/src/lib.rs
    measure "edit in store → its unit tests built" cargo test --locked -p signet-store --no-run
    put_back
fi

if [ -n "$FROM_NOTHING" ]; then
    need_packages curl
    cargo fetch --locked >&2
    port=$((20000 + RANDOM % 20000))
    say "make run from nothing"
    from=$(now)
    # A session of its own, so that the compilers end with it.
    setsid env CARGO_TARGET_DIR="$SCRATCH/target" SIGNET__ISSUER__URL="http://127.0.0.1:$port" SIGNET__SERVER__LISTEN="127.0.0.1:$port" \
        SIGNET__SERVER__METRICS_LISTEN="127.0.0.1:$((port + 1))" SIGNET__DATABASE__URL="sqlite:$SCRATCH/signet.db" \
        SIGNET__KEYS__MASTER_KEY_FILE="$SCRATCH/master.key" scripts/run.sh >"$SCRATCH/log" 2>&1 &
    server=$!
    until curl -sf "http://127.0.0.1:$port/health/ready" >/dev/null; do
        kill -0 "$server" 2>/dev/null || { cat "$SCRATCH/log" >&2; fail "make run ended"; }
        sleep 0.2
    done
    row "make run, from nothing to the first answer" "$(since "$from") s"
fi

printf '\n%s cores, %s, commit %s\n\n| what | median (each round) |\n|---|---|\n' \
    "$(nproc)" "$(rustc --version)" "$(git rev-parse --short HEAD)"
cat "$SCRATCH/table"
