#!/usr/bin/env bash
# Measures what a sign-in, a refresh and an hour of token counts cost in each database, and prints the table of
# docs/operations.md.
#   GROWTH_WRITE=1   writes it into that page
. "$(dirname "$0")/lib.sh"
need_test_build
mkdir -p "$TARGET"
FOUND=$TARGET/growth.txt
scripts/postgres.sh run cargo test --locked --test it -- --nocapture \
    store::growth::a_sign_in_and_a_refresh store::growth::an_hour_of >"$FOUND.all" || { cat "$FOUND.all" >&2; exit 1; }
sed -n 's/.*growth: //p' "$FOUND.all" >"$FOUND"

# The bytes of one thing in one engine: of postgres refresh.
of() {
    local bytes
    bytes=$(sed -n "s/^$1 $2 //p" "$FOUND")
    [ -n "$bytes" ] || fail "no test said what $2 costs in $1"
    printf '%s' "$bytes"
}
# Bytes as people read them.
human() {
    awk -v bytes="$1" 'BEGIN {
        if (bytes < 1e3) printf "%d bytes", bytes
        else if (bytes < 1e6) printf "%.1f kB", bytes / 1e3
        else if (bytes < 1e9) printf "%.1f MB", bytes / 1e6
        else printf "%.1f GB", bytes / 1e9
    }'
}
# A row: its name, what it is made of and how many of them.
row() {
    local sqlite postgres
    sqlite=$(of sqlite "$2")
    postgres=$(of postgres "$2")
    printf '| %s | %s | %s |\n' "$1" "$(human $((sqlite * $3)))" "$(human $((postgres * $3)))"
}
# 672 refreshes in a week, 24 hours a day for 400 days.
table() {
    echo '| what | SQLite | PostgreSQL |'
    echo '|---|---|---|'
    row 'a sign-in with code, tokens and refresh token' sign_in 1
    row 'a million of them, while all of it is there' sign_in 1000000
    row 'a refresh, for a week' refresh 1
    row 'the token events of a session whose app refreshes every 15 minutes' refresh 672
    row 'its counts after that, a day' hour 24
    row 'all of its counts, in 400 days' hour 9600
}
table >"$FOUND.table"
cat "$FOUND.table"
[ -n "${GROWTH_WRITE:-}" ] || exit 0
PAGE=docs/operations.md
{
    sed '/^<!-- growth -->$/q' "$PAGE"
    cat "$FOUND.table"
    sed -n '/^<!-- end of growth -->$/,$p' "$PAGE"
} >"$PAGE.new"
mv "$PAGE.new" "$PAGE"
