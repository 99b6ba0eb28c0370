#!/usr/bin/env bash
# Drives a running conformance suite and writes docs/conformance.md; conformance/README.md explains it.
#   scripts/conformance.sh https://suite:8443 "signet --config FILE" [options of conformance/run.py]
. "$(dirname "$0")/lib.sh"

suite=${1:-}
signet=${2:-}
shift $(($# < 2 ? $# : 2))
if [ -z "$suite" ]; then
    echo 'Say where the suite runs: make conformance SUITE=https://localhost:8443 SIGNET="target/release/signet"' >&2
    echo 'conformance/README.md tells what has to be there first.' >&2
    exit 2
fi
need_packages python3 openssl
case " $* " in
*" --no-chromium "* | *" --list "* | *" --count "*) ;;
*)
    # For the pages that the suite's own browser cannot show: session management.
    node_tools
    SIGNET_CHROMIUM=$(chromium)
    export SIGNET_CHROMIUM
    ;;
esac
exec python3 conformance/run.py --suite "$suite" --signet "${signet:-$TARGET/release/signet}" \
    --results "$TARGET/conformance" --table docs/conformance.md "$@"
