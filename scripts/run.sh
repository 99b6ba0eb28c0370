#!/usr/bin/env bash
# Builds the profile `local` (a release is for packages) and serves on http://localhost:8080; arguments go to `signet serve`.
. "$(dirname "$0")/lib.sh"

need_build
say "building (the first time takes some minutes)"
cargo build --profile local --locked
say "serving; stop with Ctrl-C"
exec "$TARGET/local/signet" serve "$@"
