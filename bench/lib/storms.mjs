// What goes on beside token traffic: many people who sign in at once, many addresses that guess at one account, and the
// purge of a million old codes.
import { execFile, execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { Browser } from "../../tests/e2e/support/browser.mjs";
import { ALICE } from "../../tests/e2e/support/people.mjs";
import { measure } from "./load.mjs";
import { addOldCodes, countCodes } from "./people.mjs";
import { ROWS } from "./rows.mjs";

const run = promisify(execFile);
const SCRIPT = new URL("../guess.lua", import.meta.url).pathname;
const AT_ONCE = 200;
/** Connections that guess. One that waits for a hash guesses nothing meanwhile. */
const GUESSING = Number(process.env.BENCH_GUESSING ?? 600);
const ADDRESSES = Number(process.env.BENCH_ADDRESSES ?? 1000);
const TRIES = 5;
/** What clients ask the token endpoints, and the resource endpoints beside them. */
const TRAFFIC = ROWS.filter(({ plan, name }) => plan && !["discovery", "jwks"].includes(name));

/** An address of its own for each number, in a network of its own. */
const address = (first, number) => `${first}.${number >> 8}.${number & 255}.1`;

/** The driver on one core, behind the server: what is measured is how long the server takes. */
export function pinDriver(core) {
  execFileSync("taskset", ["-a", "-cp", String(core), String(process.pid)]);
}

/** p50 and p99 of each endpoint without and during a storm, one after the other so that the machine is the same. */
async function traffic(signet, seconds, words, begin) {
  const found = {};
  for (const row of TRAFFIC.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))) {
    const idle = await measure(signet, row, seconds);
    const storm = await begin();
    const during = await measure(signet, row, seconds);
    const told = await storm.end();
    console.log(`${row.name}: p99 ${idle.p99.toFixed(1)} ms, ${during.p99.toFixed(1)} ms in the storm`);
    found[row.name] = { idle: idle.p99, during: during.p99, idleRate: idle.rate, rate: during.rate, ...told };
  }
  return found;
}

/** Two hundred people at once, each as soon as the last try is over; who is told to come back later does. */
export async function signInStorm(signet, seconds, words) {
  return traffic(signet, seconds, words, async () => {
    let [goesOn, entered, refused] = [true, 0, 0];
    const one = async (number) => {
      for (let times = 0; goesOn; times += 1) {
        const browser = new Browser({ "x-forwarded-for": address(20 + (times % 200), number) });
        const outcome = await signet.authorize(browser, signet.web, { person: signet.person() }).catch(() => null);
        if (outcome) entered += 1;
        else refused += 1;
        if (!outcome && goesOn) await pause(1000 * Number(browser.page?.headers["retry-after"] ?? 1));
      }
    };
    const began = performance.now();
    const all = Array.from({ length: AT_ONCE }, (_, number) => one(number));
    await pause(300);
    return {
      async end() {
        goesOn = false;
        const took = (performance.now() - began) / 1000;
        const told = { entered: entered / took, refused: refused / took };
        await Promise.all(all);
        return told;
      },
    };
  });
}

/**
 * Many addresses guess at one account as fast as the machine goes. After `warm` seconds its owner signs in: in a
 * browser that is known, and in new ones at new addresses; then the token endpoint is measured beside it.
 */
export async function guessingStorm(signet, warm, seconds) {
  const row = TRAFFIC.find(({ name }) => name === "client_credentials ES256");
  const known = new Browser({ "x-forwarded-for": "9.9.9.9" });
  await signet.authorize(known, signet.web);
  const idle = await measure(signet, row, seconds);
  const form = new Browser({ "x-forwarded-for": "9.9.8.8" });
  await form.open(`${signet.issuer}/login`);
  const csrf = form.formWith("login-submit").fields.find(({ name }) => name === "csrf").value;
  const plan = {
    BENCH_ADDRESSES: String(ADDRESSES),
    BENCH_COOKIE: [...form.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    BENCH_BODY: String(new URLSearchParams({ csrf, username: ALICE.username, password: "not the right one" })),
  };
  const options = ["-t1", `-c${GUESSING}`, "-d1h", "--timeout", "20s", "-s", SCRIPT, signet.issuer];
  const began = performance.now();
  const guesses = run("wrk", options, { env: { PATH: process.env.PATH, ...plan } });
  guesses.catch((error) => console.error(error.message));
  await pause(warm * 1000);
  const times = { known: [], fresh: [] };
  for (let number = 0; number < TRIES; number += 1) {
    times.known.push(await timed(() => signsIn(signet, known)));
    const fresh = new Browser({ "x-forwarded-for": address(210, number) });
    times.fresh.push(await timed(() => signsIn(signet, fresh)));
  }
  const during = await measure(signet, row, seconds);
  guesses.child.kill("SIGINT");
  const { stdout } = await guesses;
  const { unanswered, ...statuses } = JSON.parse(stdout.trim().split("\n").pop());
  const took = (performance.now() - began) / 1000;
  const rates = Object.fromEntries(Object.entries(statuses).map(([status, count]) => [status, count / took]));
  return { ...times, addresses: ADDRESSES, rates, unanswered, idle: idle.p99, during: during.p99 };
}

/** What is measured beside the purge: the endpoint that a row of their own, four or two are written at. */
const PURGED = ["client_credentials opaque", "code flow, session exists", "refresh, rotating"];

/** p99 of the token endpoint before, and while a million old codes with their grants are deleted. */
export async function purge(signet, count, seconds, words) {
  const rows = TRAFFIC.filter(({ name }) => PURGED.includes(name) && (words.length === 0 || words.some((word) => name.includes(word))));
  const idle = {};
  for (const row of rows) idle[row.name] = await measure(signet, row, seconds);
  await signet.server.stop();
  await addOldCodes(signet, count);
  await signet.server.serve();
  const found = {};
  for (const row of rows) {
    const [before, began] = [await countCodes(signet), performance.now()];
    const during = await measure(signet, row, seconds);
    const [left, took] = [await countCodes(signet), (performance.now() - began) / 1000];
    const { p99, rate } = idle[row.name];
    // The code flow adds codes of its own, two requests each.
    const added = row.name.startsWith("code flow") ? during.rate * seconds : 0;
    found[row.name] = { idle: p99, during: during.p99, idleRate: rate, rate: during.rate, left, deleted: (before + added - left) / took };
    console.log(`${row.name}: p99 ${p99.toFixed(1)} ms, ${during.p99.toFixed(1)} ms beside the purge, ${left} codes left`);
  }
  return found;
}

/** Until somebody is in, by as many tries as the page asks for; `null` where nobody got in within half a minute. */
async function timed(enter) {
  const began = performance.now();
  while (performance.now() - began < 30_000) {
    if (await enter()) return (performance.now() - began) / 1000;
    await pause(500);
  }
  return null;
}

/** Signs in at the sign-in page itself. */
async function signsIn(signet, browser) {
  await browser.open(`${signet.issuer}/login`);
  await browser.press("login-submit", { username: ALICE.username, password: ALICE.password });
  return browser.location.pathname.endsWith("/account");
}
