// Puts load on a provider and measures what it costs: by wrk where one request is like the next, by browsers
// of tests/e2e where somebody has to read pages.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
export const CONNECTIONS = 16;
export const BROWSERS = 4;
const SCRIPT = new URL("../wrk.lua", import.meta.url).pathname;

/**
 * Runs a row against a provider for so many seconds. A row makes a plan for wrk.lua, or (`walkers`) a function that
 * walks one browser through one flow. What it takes to make them is not measured.
 * Answers with requests (or flows) a second, their CPU in microseconds (`database`: of a database server of its
 * own), latencies in milliseconds, and the memory after it in MB.
 */
export async function measure(provider, row, seconds) {
  const plan = await row.plan?.(provider);
  const walk = await row.walkers?.(provider, BROWSERS);
  const before = provider.cpu();
  const found = plan ? await wrk(provider.issuer, plan, seconds) : await walks(walk, seconds);
  const after = provider.cpu();
  return {
    rate: found.times / found.seconds,
    cpu: (after.server - before.server) / found.times,
    database: (after.database - before.database) / found.times,
    p50: found.p50,
    p99: found.p99,
    memory: provider.memory(),
  };
}

async function wrk(origin, plan, seconds) {
  const environment = { PATH: process.env.PATH };
  for (const [name, value] of Object.entries(plan)) environment[`BENCH_${name.toUpperCase()}`] = value;
  const options = ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, "--timeout", "10s", "-s", SCRIPT, origin];
  const { stdout } = await run("wrk", options, { env: environment });
  const found = JSON.parse(stdout.trim().split("\n").pop());
  const bad = found.refused + found.broken;
  if (found.requests === 0 || bad > found.requests * 0.001) throw new Error(`${bad} of ${found.requests} requests failed\n${stdout}`);
  // A code flow is two requests; where the first brings no code, it is not a code flow that is measured.
  const flows = plan.mode === "code" ? found.codes : found.requests;
  if (plan.mode === "code" && flows < found.requests * 0.4) throw new Error(`${flows} codes in ${found.requests} requests\n${stdout}`);
  return { times: flows, seconds: found.micros / 1e6, p50: found.p50 / 1000, p99: found.p99 / 1000 };
}

/** A few browsers at once; `walk` gets the number of its browser, and is done when its flow is. */
async function walks(walk, seconds) {
  const times = [];
  const began = performance.now();
  const browsers = Array.from({ length: BROWSERS }, async (_, number) => {
    while (performance.now() - began < seconds * 1000) {
      const at = performance.now();
      await walk(number);
      times.push(performance.now() - at);
    }
  });
  await Promise.all(browsers);
  const took = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const part = (share) => times[Math.floor(times.length * share)];
  return { times: times.length, seconds: took, p50: part(0.5), p99: part(0.99) };
}
