#!/usr/bin/env bash
# Every outage of both databases, with SIGHUP and SIGTERM in each of them, and few descriptors.
#   OUTAGES_WRITE=1   writes the table into docs/reliability.md
. "$(dirname "$0")/../lib.sh"
# One test runs behind it.
need_packages pgbouncer
ROWS=$TARGET/outages.md
export SIGNET_OUTAGES=$ROWS.unsorted
rm -f "$SIGNET_OUTAGES"
scripts/postgres.sh run cargo test --locked --test it -- cli::outages cli::stop cli::descriptors outages:: store::unavailable
LC_ALL=C sort "$SIGNET_OUTAGES" >"$ROWS"
cat "$ROWS"
[ -n "${OUTAGES_WRITE:-}" ] || exit 0
PAGE=docs/reliability.md
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
