#!/usr/bin/env bash
# Every seed of fuzz/seeds, and what it becomes by small changes, through its target: seconds. The long run is
# scripts/endurance/fuzz.sh.
. "$(dirname "$0")/../lib.sh"
cargo fmt --manifest-path fuzz/Cargo.toml --check
# Much of what it is made of, all that is C included, is compiled already.
cargo test --locked --manifest-path fuzz/Cargo.toml --no-default-features --target-dir "$TARGET"
