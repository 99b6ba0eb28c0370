#!/usr/bin/env bash
# Every outage of both databases, with SIGHUP and SIGTERM in each of them, clocks that jump, and few descriptors. Prints
# the table of docs/reliability.md.
#   OUTAGES_WRITE=1   writes it into that page
. "$(dirname "$0")/../lib.sh"
# Some tests have it between server and database.
need_packages pgbouncer
ROWS=$TARGET/outages.md
# These tests are among those of the step rust: where it ran before this in the same run, it has left the rows.
if [ -z "${SIGNET_OUTAGES:-}" ]; then
    export SIGNET_OUTAGES=$ROWS.unsorted
    rm -f "$SIGNET_OUTAGES"
    scripts/postgres.sh run cargo test --locked --test it -- "${WAITING[@]}"
fi
[ -e "$SIGNET_OUTAGES" ] || fail "the tests left no rows: those of the step rust did not get so far"
# A row this machine cannot make is said with its reason: "skipped | FAULT | WHY".
SKIPPED=$ROWS.skipped
sed -n 's/^skipped | //p' "$SIGNET_OUTAGES" | LC_ALL=C sort >"$SKIPPED"
{ grep '^| ' "$SIGNET_OUTAGES" || true; } | LC_ALL=C sort >"$ROWS"
cat "$ROWS"
while IFS= read -r line; do say "not produced on this machine: $line"; done <"$SKIPPED"
PAGE=docs/reliability.md
# The rows of the page that this step makes.
of_page() { sed -n '/^<!-- outages -->$/,/^<!-- end of outages -->$/p' "$PAGE" | grep '^| ' | grep -v '^| fault |' || true; }
names() { sed -n 's/^| \([^|]*\) |.*/\1/p' | LC_ALL=C sort; }
skipped() { sed 's/ | .*//' "$SKIPPED" | LC_ALL=C sort; }
if [ -z "${OUTAGES_WRITE:-}" ]; then
    # The times differ from run to run: the page is held to the names.
    again="PARTS=outages OUTAGES_WRITE=1 make test STEPS=endurance writes it"
    missing=$(LC_ALL=C comm -13 <(of_page | names) <(names <"$ROWS"))
    [ -z "$missing" ] || fail "$PAGE does not have these; $again:
$missing"
    gone=$(LC_ALL=C comm -23 <(of_page | names) <({ names <"$ROWS" && skipped; } | LC_ALL=C sort))
    [ -z "$gone" ] || fail "$PAGE has these, and no test produced them; $again:
$gone"
    exit 0
fi
# What this machine cannot make stays as another one made it.
while IFS= read -r fault; do
    of_page | grep -F "| $fault |" >>"$ROWS" || say "no row of before for: $fault"
done < <(skipped)
LC_ALL=C sort -o "$ROWS" "$ROWS"
{
    sed '/^<!-- outages -->$/q' "$PAGE"
    cat <<'END'
| fault | clients were told | longest answer | readiness | served again after | SIGTERM in it: ended after | tokens lost | token events lost |
|---|---|---|---|---|---|---|---|
END
    cat "$ROWS"
    sed -n '/^<!-- end of outages -->$/,$p' "$PAGE"
} >"$PAGE.new"
mv "$PAGE.new" "$PAGE"
