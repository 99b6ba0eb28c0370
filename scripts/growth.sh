#!/usr/bin/env bash
# Prints what a sign-in and a refresh cost in the database: the figures of docs/operations.md.
. "$(dirname "$0")/lib.sh"
cargo test --locked --test it -- --nocapture store::growth::a_sign_in_and_a_refresh | grep bytes
