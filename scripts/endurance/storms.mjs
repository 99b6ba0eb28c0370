// Whether what bench/storms.mjs found holds; prints each claim with what was found.
//   node scripts/endurance/storms.mjs guessing|sign-in RESULT.json…
import { read } from "../../bench/lib/results.mjs";
import { median } from "../../bench/lib/table.mjs";

const KNOWN = 2;
const FRESH = 10;
/** p99 of the token endpoint beside the guesses, in milliseconds; a debug binary holds it too. */
const TOKENS = 1000;
const TIMES = Number(process.env.STORMS_TIMES ?? 3);
/** Shown the page again, told to come back later by a limit, or by a queue that is full. */
const ANSWERS = ["200", "429", "503"];

const [what, ...paths] = process.argv.slice(2);
let failed = 0;
for (const { engine, storms } of paths.map((path) => read(path))) {
  const claim = (name, found, holds) => {
    if (!holds) failed += 1;
    console.log(`${engine}, ${name}: ${found}${holds ? "" : ": FAILED"}`);
  };
  if (what === "guessing") guessing(storms, claim);
  else signIn(storms, claim);
}
process.exitCode = failed > 0 ? 1 : 0;

function guessing({ guessing: [one], warm }, claim) {
  const { known, fresh, addresses, rates, unanswered, idle, during } = one;
  const list = (times) => times.map((time) => (time === null ? "never" : `${time.toFixed(2)} s`)).join(", ");
  const within = (times, longest) => times.length > 0 && times.every((time) => time !== null && time <= longest);
  claim(`the owner after ${warm} s, in a browser that is known, within ${KNOWN} s`, list(known), within(known, KNOWN));
  claim(`in a new browser at a new address, within ${FRESH} s`, list(fresh), within(fresh, FRESH));
  const total = Object.values(rates).reduce((sum, rate) => sum + rate, 0);
  const statuses = Object.entries(rates).map(([status, rate]) => `${status}: ${rate.toFixed(1)}`).join(", ");
  const others = Object.keys(rates).filter((status) => !ANSWERS.includes(status));
  claim(`tries a second from ${addresses} addresses`, `${total.toFixed(0)} (${statuses})`, total > 0 && others.length === 0);
  claim("tries without an answer", unanswered, unanswered === 0);
  claim(`tokens beside it, p99 below ${TOKENS} ms`, `${idle.toFixed(1)} ms idle, ${during.toFixed(1)} ms`, during < TOKENS);
}

function signIn({ signIn: rounds }, claim) {
  const rows = Object.keys(rounds[0] ?? {});
  claim("rows beside people who sign in", rows.length, rows.length > 0);
  for (const row of rows) {
    const times = rounds.map((round) => round[row].during / round[row].idle);
    const entered = rounds.map((round) => round[row].entered);
    const found = `${times.map((one) => one.toFixed(1)).join(", ")} times, ${median(entered).toFixed(1)} sign-ins a second`;
    claim(`${row}, p99 at most ${TIMES} times the idle one`, found, median(times) <= TIMES && median(entered) > 0);
  }
}
