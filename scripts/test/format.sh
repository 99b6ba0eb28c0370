#!/usr/bin/env bash
# The sources stand as rustfmt writes them.
. "$(dirname "$0")/../lib.sh"
cargo fmt --all --check
