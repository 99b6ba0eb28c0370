#!/usr/bin/env bash
# Prints what a sign-in, a refresh and an hour of token counts cost in the database: the figures of docs/operations.md.
. "$(dirname "$0")/lib.sh"
cargo test --locked --test it -- --nocapture store::growth::a_sign_in_and_a_refresh store::growth::an_hour_of | grep bytes
