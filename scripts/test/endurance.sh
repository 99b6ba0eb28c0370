#!/usr/bin/env bash
# What takes minutes, or hours if it is told to: each script of scripts/endurance (PARTS="fuzz" for some). No part of
# the ordinary run.
. "$(dirname "$0")/../lib.sh"
read -ra PARTS <<<"${PARTS:-$(cd scripts/endurance && printf '%s ' *.sh | sed 's/\.sh//g')}"
failed=
for part in "${PARTS[@]}"; do
    say "endurance: $part"
    "scripts/endurance/$part.sh" || failed="$failed $part"
done
[ -z "$failed" ] || fail "these parts failed:$failed"
