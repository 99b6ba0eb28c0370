#!/usr/bin/env bash
# Every outage of both databases, with SIGHUP and SIGTERM in each of them, clocks that jump, and few descriptors. Prints
# the table of docs/reliability.md.
#   OUTAGES_WRITE=1   writes it into that page
. "$(dirname "$0")/../lib.sh"
# Some tests have it between server and database.
need_packages pgbouncer
ROWS=$TARGET/outages.md
export SIGNET_OUTAGES=$ROWS.unsorted
rm -f "$SIGNET_OUTAGES"
scripts/postgres.sh run cargo test --locked --test it -- cli::outages cli::stop cli::descriptors cli::config_check outages:: store::unavailable
LC_ALL=C sort "$SIGNET_OUTAGES" >"$ROWS"
cat "$ROWS"
PAGE=docs/reliability.md
if [ -z "${OUTAGES_WRITE:-}" ]; then
    # The times differ from run to run, and not every machine can mount a disk of its own.
    names() { sed -n 's/^| \([^|]*\) |.*/\1/p' "$1" | LC_ALL=C sort; }
    missing=$(LC_ALL=C comm -13 <(names "$PAGE") <(names "$ROWS"))
    [ -z "$missing" ] || fail "$PAGE does not have these; PARTS=outages OUTAGES_WRITE=1 make test STEPS=endurance writes it:
$missing"
    exit 0
fi
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
