// The last committed run: docs/performance.md as it stands in the history, read back from its tables.
import { execFileSync } from "node:child_process";
import { numberOf, tablesOf } from "./table.mjs";

const PAGE = "docs/performance.md";
/** A page with this mark was written on a machine that did other work too: nothing is compared with it. */
export const BUSY = "machine busy";

/** Nothing where there is no history, as in an archive. */
function git(...args) {
  try {
    return execFileSync("git", args, { encoding: "utf8" }).trim();
  } catch (error) {
    console.error(`nothing to compare with: ${error.message}`);
    return "";
  }
}

/** CPU of each row by engine, and the machine's limits of that time; empty where no run was committed. */
export function lastRun() {
  for (const commit of git("log", "--format=%h", "--", PAGE).split("\n").filter(Boolean)) {
    const text = git("show", `${commit}:${PAGE}`);
    if (!text.includes(BUSY)) return { commit, date: /on (\d{4}-\d\d-\d\d)/.exec(text)?.[1], ...read(text) };
  }
  return { cpu: { sqlite: {}, postgres: {} }, limits: {} };
}

function read(text) {
  const cpu = { sqlite: {}, postgres: {} };
  for (const { heading, rows } of tablesOf(text, "endpoint")) {
    const engine = heading.includes("PostgreSQL") ? "postgres" : "sqlite";
    for (const row of rows) cpu[engine][row.endpoint] = numberOf(row["CPU µs"]) + (numberOf(row["PostgreSQL µs"]) || 0);
  }
  const limits = {};
  for (const { head, rows } of tablesOf(text, "part")) for (const row of rows) limits[row.part] = numberOf(row[head[1]]);
  return { cpu, limits };
}
