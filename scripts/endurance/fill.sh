#!/usr/bin/env bash
# Old codes are purged beside token traffic, on both engines: p99 stays below a second, and they do go (FILL_CODES=1000000
# and FILL_SECONDS=10 for each row, 100000 and 3 where CI is set). The figures of a release are those of
# `scripts/bench.sh storms purge`.
. "$(dirname "$0")/../lib.sh"
signet_binary
with_default FILL_CODES 1000000 100000
with_default FILL_SECONDS 10 3
# Nothing is compared with the machine's limits here.
OUT=$TARGET/endurance-fill
BENCH_OUT=$OUT BENCH_LIMITS=true BENCH_CODES=$FILL_CODES BENCH_SECONDS=$FILL_SECONDS scripts/bench.sh storms purge
node - "$OUT"/{sqlite,postgres}.json <<'END'
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
