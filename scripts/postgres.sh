#!/usr/bin/env bash
# A private PostgreSQL for tests, on a free port, in a temporary directory.
#   scripts/postgres.sh run COMMAND…   starts it, runs COMMAND with SIGNET_TEST_POSTGRES_URL set, and removes it
# SIGNET_POSTGRES_FSYNC=on makes commits durable (for measurements); tests do without.
. "$(dirname "$0")/lib.sh"

[ "${1:-}" = run ] && [ $# -gt 1 ] || fail "usage: scripts/postgres.sh run COMMAND…"
shift

find_programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
PROGRAMS=$(find_programs)
if [ -z "$PROGRAMS" ]; then
    need_packages postgresql
    PROGRAMS=$(find_programs)
fi
[ -x "$PROGRAMS/initdb" ] || fail "no PostgreSQL server found under /usr/lib/postgresql"
VERSION=$("$PROGRAMS/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
[ "$VERSION" -ge 15 ] || fail "PostgreSQL $VERSION is too old: Signet needs 15 or later"

HOME_DIR=$(mktemp -d "${TMPDIR:-/tmp}/signet-postgres.XXXXXX")

# PostgreSQL refuses to run as root; Debian's package brings the user postgres.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && su postgres -s /bin/sh -c 'exec "$0" "$@"' -- "$@")
    else
        "$@"
    fi
}
[ "$(id -u)" = 0 ] && chown postgres "$HOME_DIR"

stop() {
    as_postgres "$PROGRAMS/pg_ctl" -D "$HOME_DIR/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$HOME_DIR"
}
trap stop EXIT
trap 'exit 130' INT TERM

as_postgres "$PROGRAMS/initdb" -D "$HOME_DIR/data" -U signet -A trust -E UTF8 --locale=C --no-sync >/dev/null
started=
for _ in 1 2 3 4 5; do
    # Below the ports of outgoing connections, above those that tests give (free_port).
    PORT=$((24000 + RANDOM % 8000))
    if as_postgres "$PROGRAMS/pg_ctl" -D "$HOME_DIR/data" -l "$HOME_DIR/log" -w -t 60 -o \
        "-h 127.0.0.1 -p $PORT -k $HOME_DIR -c fsync=${SIGNET_POSTGRES_FSYNC:-off} -c max_connections=200" \
        start >/dev/null 2>&1; then
        started=yes
        break
    fi
done
[ -n "$started" ] || { cat "$HOME_DIR/log" >&2; fail "PostgreSQL did not start"; }
"$PROGRAMS/psql" -q -h 127.0.0.1 -p "$PORT" -U signet -d postgres -c 'CREATE DATABASE signet' >/dev/null

export SIGNET_TEST_POSTGRES_URL="postgres://signet@127.0.0.1:$PORT/signet"
# The server process, whose children do the work: for those who measure its CPU.
SIGNET_TEST_POSTGRES_PID=$(head -n 1 "$HOME_DIR/data/postmaster.pid")
export SIGNET_TEST_POSTGRES_PID
say "PostgreSQL $VERSION at $SIGNET_TEST_POSTGRES_URL"
"$@"
