# What the log of a step tells, for scripts/test.sh.
# shellcheck shell=bash

# Sums `cargo test`, node's test runner, and python's unittest.
count() {
    awk '
        { gsub(/\033\[[0-9;]*m/, "") }
        /^test result: / { for (i = 1; i < NF; i++) { if ($(i + 1) ~ /^passed/) p += $i; if ($(i + 1) ~ /^failed/) f += $i } }
        /^(#|ℹ) pass [0-9]+$/ { p += $3 }
        /^(#|ℹ) (fail|cancelled) [0-9]+$/ { f += $3 }
        /^Ran [0-9]+ tests? in / { ran = $2 }
        /^OK( \(.*\))?$/ { p += ran; ran = 0 }
        /^FAILED \(/ { bad = 0; n = split($0, part, /[(),= ]+/)
            for (i = 1; i < n; i++) if (part[i] == "failures" || part[i] == "errors") bad += part[i + 1]
            f += bad; p += ran - bad; ran = 0 }
        END { print p + 0, f + 0 }' "$1"
}

# The lines of a log that say what failed, with those after each of them; libFuzzer, cargo, node and python say it so.
failures() {
    grep -aE -A 8 'FAILED|panicked at|^error|not ok |✖|ERROR: libFuzzer|SUMMARY: |^Traceback|Base64: ' "$1" | head -n 80
}

# The names of what failed by a log, and the first lines that say why, in so many lines: brief LOG 12. The end of the log
# where it has none.
brief() {
    local found
    found=$(LC_ALL=C awk -v room="$2" -v name="$1" '
        function add(line) {
            sub(/^ +/, "", line)
            if (line == "" || line in seen) return
            seen[line] = 1
            line = substr(line, 1, 240)
            if (naming) names[n++] = line; else why[w++] = line
        }
        { gsub(/\033\[[0-9;]*m/, ""); sub(/\r$/, ""); naming = 0 }
        /^note: |^----|^  (code|stack|\.\.\.)/ { after = 0 }
        after > 0 { if ($0 !~ /^ *$/) { add($0); after -= 1 }; next }
        # What says that something above failed.
        /^test result|^error: test failed|^error: could not compile|ubtests? failed|FAILED \(|failing tests:/ { next }
        /^test .* FAILED$|^ *not ok |^ *✖ |^(FAIL|ERROR): |: FAILED|[a-z] +FAILED$|^Diff in / { naming = 1; add($0); next }
        /panicked at/ { add($0); after = 3 }
        /^ *error: \|-$/ { after = 2; next }
        /^ *error(\[[^ ]*\])?: / { add($0); after = /^error/ ? 1 : 0 }
        /ERROR: libFuzzer|^SUMMARY: |Base64: / { add($0) }
        /^ *[A-Za-z]*Error(:| \[)/ { add($0); after = /:$/ ? 1 : 0 }
        END {
            if (!(n + w)) exit
            part = w < room - int(room / 2) ? room - w : int(room / 2)
            if (n < part) part = n
            for (i = 0; i < part; i++) { print names[i]; left-- }
            for (i = 0; i < w && i < room - part; i++) { print why[i]; left-- }
            left += n + w
            if (left > 0) printf "(%d more such lines in %s)\n", left, name
        }' "$1")
    if [ -n "$found" ]; then
        printf '%s\n' "$found"
    else
        tail -n "$2" "$1"
    fi
}
