#!/usr/bin/env bash
# Unit and property tests of every crate, and tests/it on SQLite and on a PostgreSQL of its own.
. "$(dirname "$0")/../lib.sh"
# Some tests have it between server and database.
need_packages pgbouncer
cargo test --locked --workspace --no-run
scripts/postgres.sh run cargo test --locked --workspace
