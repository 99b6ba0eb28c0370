// Measures the running binary in two storms on one engine, with the driver on one core of two. Called by
// scripts/bench.sh; adds `storms` to the result of run.mjs and prints it.
//   node bench/storms.mjs RESULT.json [WORD…]    only beside the rows whose names have one of the words; "guessing": that storm
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { addPeople } from "./lib/people.mjs";
import { BenchSignet } from "./lib/signet.mjs";
import { stormSection } from "./lib/storm-table.mjs";
import { guessingStorm, pinDriver, signInStorm } from "./lib/storms.mjs";

const [RESULT, ...WORDS] = process.argv.slice(2);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const WARM = Number(process.env.BENCH_WARM ?? 60);
const PEOPLE = 10_000;

// Ctrl-C ends the children too; what fails by that cleans up.
process.once("SIGINT", () => {});
const signet = await BenchSignet.start({
  name: "storms",
  binary: process.env.SIGNET_BIN,
  engine: process.env.BENCH_ENGINE ?? "sqlite",
  // So that the driver can come from a thousand addresses.
  settings: { SIGNET__SERVER__TRUSTED_PROXIES: "127.0.0.1/32" },
  prepareDatabase: (provider) => addPeople(provider, PEOPLE),
});
const storms = { rounds: ROUNDS, seconds: SECONDS, warm: WARM, signIn: [], guessing: [] };
try {
  pinDriver(1);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (!WORDS.includes("guessing")) storms.signIn.push(await signInStorm(signet, SECONDS, WORDS));
    // Once: an address that has failed is none that has not until a day is over.
    if (round === 0 && (WORDS.length === 0 || WORDS.includes("guessing"))) storms.guessing.push(await guessingStorm(signet, WARM, SECONDS));
  }
} finally {
  await signet.end();
}
const before = existsSync(RESULT) ? JSON.parse(readFileSync(RESULT, "utf8")) : {};
writeFileSync(RESULT, JSON.stringify({ ...before, storms }, null, 1));
console.log(stormSection(storms));
