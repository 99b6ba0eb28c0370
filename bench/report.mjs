// Makes docs/performance.md from the results of run.mjs on both engines; prints it where something was left out.
//   node bench/report.mjs RESULT.json…
//   node bench/report.mjs --storms RESULT.json…   replaces the storms of each engine on the page, and nothing else
// BENCH_NOTE is put on the page; one with "machine busy" keeps later runs from comparing themselves with it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { BROWSERS, CONNECTIONS } from "./lib/load.mjs";
import { lastRun } from "./lib/last-run.mjs";
import { read, withSection } from "./lib/results.mjs";
import { stormSection } from "./lib/storm-table.mjs";
import { median, number, ratio, table } from "./lib/table.mjs";

const PAGE = new URL("../docs/performance.md", import.meta.url);
const today = new Date().toISOString().slice(0, 10);
const isStorms = process.argv[2] === "--storms";
const runs = process.argv.slice(isStorms ? 3 : 2).map(read);
const last = isStorms ? null : lastRun();
if (isStorms) {
  for (const { engine, storms } of runs) {
    if (!storms?.complete) throw new Error(`the storms on ${engine} are not complete`);
    writeFileSync(PAGE, withSection(readFileSync(PAGE, "utf8"), chapter(engine), `${stormSection(storms)}\n\nRun by itself on ${today}.`));
    console.log(`wrote the storms on ${chapter(engine)} into docs/performance.md`);
  }
} else if (runs.length === 2 && runs.every((run) => run.complete)) {
  writeFileSync(PAGE, report());
  console.log("wrote docs/performance.md");
} else {
  console.log(report());
}

function chapter(engine) {
  return engine === "postgres" ? "PostgreSQL" : "SQLite";
}

function report() {
  const { rounds, seconds } = runs[0];
  const note = process.env.BENCH_NOTE;
  const compared = last.commit ? `the last committed run (${last.date}, ${last.commit})` : "a run before, of which none is committed";
  return `# Performance

Made by \`make bench\` on ${today}: ${cpus().length} cores (${cpus()[0].model.trim()}), ${runs[0].sizes[0].version}, release build, ${rounds} rounds of ${seconds} s, medians.${note ? `\n**${note}**` : ""}
The driver runs beside the server on the same cores (one wrk thread with ${CONNECTIONS} connections; ${BROWSERS} browsers in one Node process where pages are read), so requests a second are what both together reach. CPU is the server's alone for each request, user and system; \`PostgreSQL µs\` is that of all PostgreSQL's processes. RSS is the server's memory after the row, in the last round; what it takes to prepare a row, a password sign-in among it, counts there but not as CPU. The limit is the sum of the machine's own limits below that an answer is made of, measured between the rounds of the same run. \`to last\` divides CPU, PostgreSQL's included, by that of ${compared}: less is better, and the two columns of the limits tell how far the machine itself changed.

A code flow is two requests (\`/authorize\` with a session, \`/token\`) and counts as one, with p50 and p99 for one of the two; consent, password sign-in and the code flow with sign-in are the whole walk of a browser, which is new each time where it signs in.

${runs.map(engine).join("\n\n")}

## The machine's own limits
CPU microseconds each; \`_per_second\` is the disk's rate with one writer.

${limits()}

\`route\` is a bare axum route of 1,500 bytes under the same driver; \`commit_share_of_16\` one row of sixteen in one durable SQLite commit; \`read\` one row by primary key.

${beside()}Where the time of a request goes: [performance-profile.md](performance-profile.md).
`;
}

/** A link to the page of `make bench-peers`, where that was written. */
function beside() {
  const page = new URL("../docs/performance-peers.md", import.meta.url);
  return existsSync(page) ? "Beside another provider: [performance-peers.md](performance-peers.md).\n" : "";
}

function engine(run) {
  const postgres = run.engine === "postgres";
  const compares = run.sizes.some(({ name }) => name === "before");
  const limit = limitsOf(run);
  const head = ["endpoint", "requests/s", "p50 ms", "p99 ms", "CPU µs", ...(postgres ? ["PostgreSQL µs"] : []), "RSS MB",
    ...(postgres ? [] : ["limit µs", "of the limit"]), "to last", ...(compares ? ["to before"] : [])];
  const rows = Object.entries(run.found).map(([name, found]) => {
    const now = summary(found.now);
    const bound = Object.entries(run.parts[name]).reduce((total, [part, times]) => total + limit[part] * times, 0);
    return [name, ...figures(now, postgres), number(found.now.at(-1).memory),
      ...(postgres ? [] : [number(bound, 1), `${number((100 * bound) / now.cpu)} %`]),
      ratio(now.cost, last.cpu[run.engine][name]), ...(compares ? [found.before ? ratio(now.cost, summary(found.before).cost) : ""] : [])];
  });
  const parts = [`## ${chapter(run.engine)}\n${table(head, rows)}`];
  if (compares) parts.push("`to before` divides by the CPU of the binary that BENCH_BEFORE named, measured in turn in this run.");
  const { idle, afterSignIns, peak, start } = run.sizes[0];
  parts.push(`Memory: ${number(idle)} MB idle, ${afterSignIns === undefined ? "–" : number(afterSignIns)} MB after 100 password sign-ins with pauses of 100 ms, ${number(peak)} MB at most in the rows. Start to first served request: ${number(start)} ms.`);
  if (run.people) parts.push(people(run, postgres));
  if (run.storms) parts.push(stormSection(run.storms));
  return parts.join("\n\n");
}

function people(run, postgres) {
  const count = `${number(run.people)} people`;
  const rows = Object.entries(run.found).filter(([, found]) => found.people).map(([name, found]) => {
    const many = summary(found.people);
    return [name, ...figures(many, postgres), ratio(many.cost, summary(found.now).cost)];
  });
  const head = [`with ${count}`, "requests/s", "p50 ms", "p99 ms", "CPU µs", ...(postgres ? ["PostgreSQL µs"] : []), "to the table above"];
  return `A database of its own with ${count}, each with a password, a consent, a grant and a refresh token; those who sign in are any of them. The rows take turns with those above.\n\n${table(head, rows)}`;
}

function summary(list) {
  const of = (what) => median(list.map((one) => one[what]));
  const cost = median(list.map((one) => one.cpu + one.database));
  return { rate: of("rate"), p50: of("p50"), p99: of("p99"), cpu: of("cpu"), database: of("database"), cost };
}

function figures({ rate, p50, p99, cpu, database }, postgres) {
  return [number(rate), number(p50, 1), number(p99, 1), number(cpu, 1), ...(postgres ? [number(database, 1)] : [])];
}

function limitsOf(...some) {
  const all = some.flatMap((run) => run.limits);
  return Object.fromEntries(Object.keys(all[0]).map((name) => [name, median(all.map((one) => one[name]))]));
}

function limits() {
  const rows = Object.entries(limitsOf(...runs)).map(([name, value]) => [name, number(value, 1), last.limits[name] === undefined ? "–" : number(last.limits[name], 1)]);
  return table(["part", "now", "last run"], rows);
}
