#!/usr/bin/env bash
# Clippy on everything, tests included; a warning is an error.
. "$(dirname "$0")/../lib.sh"
cargo clippy --locked --workspace --all-targets -- -D warnings
