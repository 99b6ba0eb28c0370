#!/usr/bin/env bash
# Clippy on everything, tests included, and rustdoc on what is written about it: a warning is an error. Addresses in the
# help of the command line are no links. The example is named so that dependencies have the features that clippy gave them
# for the tests, and are not checked once more; the server's own program is documented with its library.
. "$(dirname "$0")/../lib.sh"
cargo clippy --locked --workspace --all-targets -- -D warnings
# The documentation is made from what clippy has just checked, which cargo knows by the program and the arguments that it
# was checked with. By others our own crates are checked once more, and nothing else is different.
CLIPPY=$(rustc --print sysroot)/bin/clippy-driver
[ ! -x "$CLIPPY" ] || export RUSTC_WORKSPACE_WRAPPER=$CLIPPY CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__
RUSTDOCFLAGS="-D warnings -A rustdoc::bare_urls" cargo doc --locked --workspace --no-deps --document-private-items --lib \
    --example registration
