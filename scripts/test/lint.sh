#!/usr/bin/env bash
# Clippy on everything, tests included, and rustdoc on what is written about it: a warning is an error. Addresses in the
# help of the command line are no links.
. "$(dirname "$0")/../lib.sh"
cargo clippy --locked --workspace --all-targets -- -D warnings
RUSTDOCFLAGS="-D warnings -A rustdoc::bare_urls" cargo doc --locked --workspace --no-deps --document-private-items
