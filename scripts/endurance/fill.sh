#!/usr/bin/env bash
# A million old codes (FILL_CODES; 100,000 where CI is set) are purged beside token traffic, on both engines: nobody
# waits for a second, and they do go. The figures of a release are those of `scripts/bench.sh storms purge`.
. "$(dirname "$0")/../lib.sh"
signet_binary
# Nothing is compared with the machine's limits here.
export BENCH_LIMITS=true BENCH_CODES=${FILL_CODES:-${CI:+100000}} BENCH_SECONDS=${FILL_SECONDS:-${CI:+3}}
export BENCH_CODES=${BENCH_CODES:-1000000} BENCH_SECONDS=${BENCH_SECONDS:-10}
scripts/bench.sh storms purge
node - "$TARGET"/bench/{sqlite,postgres}.json <<'END'
const { readFileSync } = require("node:fs");
let failed = 0;
for (const path of process.argv.slice(2)) {
  const [rows] = JSON.parse(readFileSync(path, "utf8")).storms.purge;
  for (const [name, { during, deleted }] of Object.entries(rows)) {
    const holds = during < 1000 && deleted > 0;
    if (!holds) failed += 1;
    console.log(`${path.split("/").pop()} ${name}: p99 ${during.toFixed(1)} ms, ${Math.round(deleted)} codes gone a second${holds ? "" : ": FAILED"}`);
  }
}
process.exitCode = failed > 0 ? 1 : 0;
END
