// Measures the running binary on one engine: requests a second, CPU a request, latency, memory; between the rounds
// the machine's own limits, so that the result is a ratio. Called by scripts/bench.sh; report.mjs makes the page.
//   node bench/run.mjs RESULT.json [WORD…]    only the rows whose names have one of the words
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { Browser } from "../tests/e2e/support/browser.mjs";
import { request } from "../tests/e2e/support/http.mjs";
import { freePort } from "../tests/e2e/support/signet.mjs";
import { measure } from "./lib/load.mjs";
import { addPeople } from "./lib/people.mjs";
import { methodsSignet } from "./lib/methods.mjs";
import { cpuOf } from "./lib/process.mjs";
import { write } from "./lib/results.mjs";
import { ROWS } from "./lib/rows.mjs";
import { BenchSignet } from "./lib/signet.mjs";

const run = promisify(execFile);
const [RESULT, ...WORDS] = process.argv.slice(2);
const ENGINE = process.env.BENCH_ENGINE ?? "sqlite";
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 1_000_000);
const SIGN_INS = 100;
const { BENCH_BEFORE: BEFORE, BENCH_LIMITS: LIMITS, SIGNET_BIN: BINARY } = process.env;

const rows = ROWS.filter(({ name }) => WORDS.length === 0 || WORDS.some((word) => name.includes(word)));
// Ctrl-C ends the children too; what fails by that cleans up.
process.once("SIGINT", () => {});
const bare = await bareRoute();
const signets = [];
const limits = [];
const found = {};
try {
  signets.push(await BenchSignet.start({ name: "now", binary: BINARY, engine: ENGINE }));
  if (BEFORE) signets.push(await BenchSignet.start({ name: "before", binary: BEFORE, engine: ENGINE }));
  if (PEOPLE) {
    const prepareDatabase = (signet) => addPeople(signet, PEOPLE);
    signets.push(await BenchSignet.start({ name: "people", binary: BINARY, engine: ENGINE, prepareDatabase }));
  }
  if (rows.some((row) => row.methods)) signets.push(await methodsSignet({ name: "now", binary: BINARY, engine: ENGINE }));
  for (let round = 0; round < ROUNDS; round += 1) {
    limits.push(await machineLimits());
    for (const row of rows) {
      // One after the other in each round, so that what the machine does beside meets all of them.
      for (const signet of signets) {
        if (Boolean(signet.methods) !== Boolean(row.methods)) continue;
        if (signet.people && !signet.methods && !row.people) continue;
        const result = await measure(signet, row, SECONDS);
        ((found[row.name] ??= {})[signet.name] ??= []).push(result);
        console.log(`${ENGINE}, ${row.name}, ${signet.name}: ${result.rate.toFixed(0)}/s, ${(result.cpu + result.database).toFixed(1)} µs CPU, ${result.memory.toFixed(0)} MB`);
      }
    }
    keep({ rounds: round + 1, complete: false, sizes: sizesNow() });
  }
  const sizes = sizesNow();
  sizes[0].afterSignIns = await memoryAfterSignIns(signets[0]);
  keep({ rounds: ROUNDS, complete: WORDS.length === 0, sizes });
} finally {
  bare.child.kill("SIGKILL");
  for (const signet of signets) await signet.end();
}

/** Writes what was found by now. */
function keep(progress) {
  const parts = Object.fromEntries(rows.map((row) => [row.name, row.parts]));
  write(RESULT, { engine: ENGINE, seconds: SECONDS, people: PEOPLE, ...progress, found, parts, limits });
}

function sizesNow() {
  return signets.filter((signet) => !signet.methods).map((signet) => ({
    name: signet.name, version: signet.version, start: signet.startTime, idle: signet.idle, peak: signet.memory("VmHWM"),
  }));
}

/** A bare axum route, for the same driver. */
async function bareRoute() {
  const port = await freePort();
  const child = spawn(LIMITS, ["serve", String(port)], { stdio: "inherit" });
  const issuer = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200; tries += 1) {
    if (await request("GET", `${issuer}/`).catch(() => null)) {
      return { child, issuer, cpu: () => ({ server: cpuOf(child.pid), database: 0 }), memory: () => 0 };
    }
    await pause(20);
  }
  throw new Error("the bare route does not answer");
}

/** Memory of a server that has just started, after a hundred password sign-ins with pauses. */
async function memoryAfterSignIns(signet) {
  await signet.server.stop();
  await signet.server.serve();
  for (let times = 0; times < SIGN_INS; times += 1) {
    await signet.authorize(new Browser(), signet.web);
    await pause(100);
  }
  return signet.memory();
}

/** CPU microseconds of each part that answers are made of. */
async function machineLimits() {
  const parts = JSON.parse((await run(LIMITS, ["once"])).stdout);
  const route = await measure(bare, { plan: () => ({ mode: "fixed", path: "/" }) }, SECONDS);
  return { ...parts, route: route.cpu };
}
