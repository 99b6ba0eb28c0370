#!/usr/bin/env bash
# What takes minutes, or hours if it is told to: each script of scripts/endurance (PARTS="fuzz" for some; the length of
# each is in its head). No part of the ordinary run. Where CI is set, everything is short: under ten minutes on two cores.
. "$(dirname "$0")/../lib.sh"
read -ra PARTS <<<"${PARTS:-$(cd scripts/endurance && printf '%s ' *.sh | sed 's/\.sh//g')}"
failed=
took=
for part in "${PARTS[@]}"; do
    say "endurance: $part"
    began=$SECONDS
    "scripts/endurance/$part.sh" || failed="$failed $part"
    took="$took $part $((SECONDS - began)) s,"
done
say "endurance:${took%,}"
[ -z "$failed" ] || fail "these parts failed:$failed"
