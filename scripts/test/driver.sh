#!/usr/bin/env bash
# The driver of the conformance suite, without a suite.
. "$(dirname "$0")/../lib.sh"
need_packages python3
cd conformance && python3 -m unittest
