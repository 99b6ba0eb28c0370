#!/usr/bin/env bash
# No dependency stands in Cargo.toml that nothing uses.
. "$(dirname "$0")/../lib.sh"
VERSION=0.9.2
if ! command -v cargo-machete >/dev/null && [ ! -x "$TOOLS/bin/cargo-machete" ]; then
    say "compiling cargo-machete $VERSION (about a minute, once)"
    # What runs once is compiled in half the time, and takes seconds instead of one.
    cargo install --quiet --locked ${CI:+--debug} --root "$TOOLS" --target-dir "$TOOLS/build" "cargo-machete@$VERSION"
    rm -rf "$TOOLS/build"
fi
PATH="$PATH:$TOOLS/bin" cargo machete
