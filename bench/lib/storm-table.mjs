// The storms of a result, as Markdown.
import { median, number, table } from "./table.mjs";

/** Median and, behind it, least and most. */
const spread = (list, digits) => `${number(median(list), digits)} (${number(Math.min(...list), digits)}–${number(Math.max(...list), digits)})`;

export function stormSection({ rounds, seconds, warm, codes, signIn, guessing, purge = [] }) {
  const parts = ["### Storms", "The driver has one of the two cores, the server both. Medians, with the least and the most of all rounds."];
  if (signIn.length) parts.push(signIns(signIn, rounds, seconds));
  for (const one of guessing) parts.push(guesses(one, warm));
  for (const one of purge) parts.push(purges(one, codes));
  return parts.join("\n\n");
}

function signIns(all, rounds, seconds) {
  const head = ["sign-in storm beside", "p99 ms idle", "p99 ms in the storm", "times", "requests/s idle", "in the storm", "sign-ins/s", "told to come back/s"];
  const rows = Object.keys(all[0]).map((name) => {
    const of = (what) => all.map((round) => round[name][what]);
    const times = all.map((round) => round[name].during / round[name].idle);
    return [name, spread(of("idle"), 1), spread(of("during"), 1), spread(times, 1), spread(of("idleRate")), spread(of("rate")),
      spread(of("entered"), 1), spread(of("refused"), 1)];
  });
  return `Sign-in storm: 200 people sign in at once, again and again, each from an address of its own; ${rounds} rounds of ${seconds} s without and with it.\n\n${table(head, rows)}`;
}

function purges(one, codes) {
  const head = ["beside the purge", "p99 ms idle", "p99 ms beside it", "times", "requests/s idle", "beside it", "codes deleted/s", "codes left"];
  const rows = Object.entries(one).map(([name, { idle, during, idleRate, rate, deleted, left }]) => [name, number(idle, 1), number(during, 1),
    number(during / idle, 1), number(idleRate), number(rate), number(deleted), number(left)]);
  return `Purge: ${number(codes)} codes of two days ago and their grants go while others are served, one row after the other.\n\n${table(head, rows)}`;
}

function guesses({ known, fresh, addresses = 1000, rates, unanswered = 0, idle, during }, warm) {
  const seconds = (list) => list.map((one) => (one === null ? "never" : number(one, 2))).join(", ");
  const total = Object.values(rates).reduce((sum, one) => sum + one, 0);
  const statuses = Object.entries(rates).map(([status, rate]) => `${status}: ${number(rate, 1)}`).join(", ");
  const rows = [
    [`tries a second from ${number(addresses)} addresses`, `${number(total)} (${statuses}); ${number(unanswered)} without an answer`],
    [`s until the owner is in, in a browser that is known, after ${warm} s`, seconds(known)],
    ["s until the owner is in, in a new browser at a new address", seconds(fresh)],
    ["p99 ms of client_credentials ES256, idle and in the storm", `${number(idle, 1)}, ${number(during, 1)} (${number(during / idle, 1)} times)`],
  ];
  return table(["guessing storm", ""], rows);
}
