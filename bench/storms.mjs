// Measures the running binary in two storms and beside the purge on one engine, with the driver on one core of two.
// Called by scripts/bench.sh; adds `storms` to the result of run.mjs and prints it.
//   node bench/storms.mjs RESULT.json [WORD…]    only beside the rows whose names have one of the words; "guessing", "purge": only that
import { addPeople } from "./lib/people.mjs";
import { read, write } from "./lib/results.mjs";
import { BenchSignet } from "./lib/signet.mjs";
import { stormSection } from "./lib/storm-table.mjs";
import { guessingStorm, pinDriver, purge, signInStorm } from "./lib/storms.mjs";

const [RESULT, ...WORDS] = process.argv.slice(2);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const WARM = Number(process.env.BENCH_WARM ?? 60);
const CODES = Number(process.env.BENCH_CODES ?? 1_000_000);
const PEOPLE = 10_000;
const engine = process.env.BENCH_ENGINE ?? "sqlite";
const PARTS = ["guessing", "purge"];
const part = WORDS.find((word) => PARTS.includes(word));
const words = WORDS.filter((word) => !PARTS.includes(word));
const runs = (name) => (part ? part === name : name === "sign-in" || WORDS.length === 0);

// Ctrl-C ends the children too; what fails by that cleans up.
process.once("SIGINT", () => {});
const signet = await BenchSignet.start({
  name: "storms",
  binary: process.env.SIGNET_BIN,
  engine,
  // So that the driver can come from many addresses.
  settings: { SIGNET__SERVER__TRUSTED_PROXIES: "127.0.0.1/32" },
  prepareDatabase: (provider) => addPeople(provider, PEOPLE),
});
const storms = { rounds: 0, seconds: SECONDS, warm: WARM, codes: CODES, complete: false, signIn: [], guessing: [], purge: [] };
const keep = () => write(RESULT, { engine, ...read(RESULT), storms });
try {
  pinDriver(1);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (runs("sign-in")) storms.signIn.push(await signInStorm(signet, SECONDS, words));
    // Once: an address that has failed is none that has not until a day is over.
    if (round === 0 && runs("guessing")) storms.guessing.push(await guessingStorm(signet, WARM, SECONDS));
    storms.rounds = round + 1;
    keep();
  }
  if (runs("purge")) storms.purge.push(await purge(signet, CODES, SECONDS, words));
  storms.complete = WORDS.length === 0;
  keep();
} finally {
  await signet.end();
}
console.log(stormSection(storms));
