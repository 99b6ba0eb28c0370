// A million people, or a million codes that nobody redeemed, in a database: filled by SQL while the server is down.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ALICE } from "../../tests/e2e/support/people.mjs";

const run = promisify(execFile);
const PEOPLE = readFileSync(new URL("people.sql", import.meta.url), "utf8");
const CODES = readFileSync(new URL("codes.sql", import.meta.url), "utf8");
// Without a journal, which would write everything twice: a fill that fails is thrown away. All of it goes to the disk
// here: otherwise the first checkpoint of the server writes a gigabyte that is not its own, and all who write wait for it.
const SQLITE_SCRIPT = `
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
connection.executescript(open(sys.argv[2]).read() + "PRAGMA journal_mode = WAL;")
connection.close()
with open(sys.argv[1], "rb") as file:
    os.fsync(file.fileno())
`;

/** Adds so many people to the database of a Signet; those who sign in are any of them from then on. */
export async function addPeople(signet, count) {
  await fill(signet, PEOPLE.replaceAll(":people", String(count)));
  signet.people = count;
  signet.person = () => ({ ...ALICE, username: `person-${1 + Math.floor(Math.random() * count)}` });
}

/** Adds so many sign-ins of two days ago whose code nobody redeemed. */
export async function addOldCodes(signet, count) {
  await fill(signet, CODES.replaceAll(":codes", String(count)));
}

/** How many codes there are, read beside the server. */
export async function countCodes(signet) {
  const sql = "SELECT COUNT(*) FROM codes";
  const script = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])";
  const { stdout } = signet.engine === "postgres"
    ? await run("psql", ["-qtA", "-d", signet.databaseUrl, "-c", sql])
    : await run("python3", ["-c", script, signet.databaseUrl.replace(/^sqlite:/, ""), sql]);
  return Number(stdout);
}

async function fill(signet, sql) {
  const file = join(signet.directory, "fill.sql");
  await writeFile(file, sql);
  if (signet.engine === "postgres") {
    const flags = ["-q", "-v", "ON_ERROR_STOP=1", "-d", signet.databaseUrl];
    await run("psql", [...flags, "-c", "SET synchronous_commit = off", "-1", "-f", file]);
    // Now, so that neither runs by itself while something is measured.
    for (const statement of ["VACUUM ANALYZE", "CHECKPOINT"]) await run("psql", [...flags, "-c", statement]);
  } else {
    await run("python3", ["-c", SQLITE_SCRIPT, signet.databaseUrl.replace(/^sqlite:/, ""), file]);
  }
}
