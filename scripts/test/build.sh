#!/usr/bin/env bash
# The server, with the features that tests give its dependencies: naming an example asks for them, and nothing is compiled
# once more for the tests.
. "$(dirname "$0")/../lib.sh"
cargo build --locked --workspace --bin signet --example limits
