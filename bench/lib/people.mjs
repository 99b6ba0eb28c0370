// A million people in a database: filled by SQL while the server is down.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ALICE } from "../../tests/e2e/support/people.mjs";

const run = promisify(execFile);
const SQL = readFileSync(new URL("people.sql", import.meta.url), "utf8");
// The log is folded back and the statistics are made now, so that neither runs while something is measured.
const AFTER = { sqlite: "PRAGMA wal_checkpoint(TRUNCATE);", postgres: "VACUUM ANALYZE; CHECKPOINT;" };
const SQLITE_SCRIPT = `
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;" + open(sys.argv[2]).read() + "COMMIT;" + sys.argv[3])
`;

/** Adds so many people to the database of a Signet; those who sign in are any of them from then on. */
export async function addPeople(signet, count) {
  const file = join(signet.directory, "people.sql");
  await writeFile(file, SQL.replaceAll(":people", String(count)));
  if (signet.engine === "postgres") {
    const flags = ["-q", "-v", "ON_ERROR_STOP=1", "-d", signet.databaseUrl];
    await run("psql", [...flags, "-c", "SET synchronous_commit = off", "-1", "-f", file]);
    for (const statement of AFTER.postgres.split(/(?<=;) /)) await run("psql", [...flags, "-c", statement]);
  } else {
    await run("python3", ["-c", SQLITE_SCRIPT, signet.databaseUrl.replace(/^sqlite:/, ""), file, AFTER.sqlite]);
  }
  signet.people = count;
  signet.person = () => ({ ...ALICE, username: `person-${1 + Math.floor(Math.random() * count)}` });
}
