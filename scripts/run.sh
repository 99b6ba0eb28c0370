#!/usr/bin/env bash
# Builds a release and serves on http://localhost:8080; arguments go to `signet serve`.
. "$(dirname "$0")/lib.sh"

need_build
say "building a release (the first time takes 4 to 15 minutes on two cores)"
cargo build --release --locked
say "serving; stop with Ctrl-C"
exec "$TARGET/release/signet" serve "$@"
