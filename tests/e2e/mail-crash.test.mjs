// kill -9 between the commit of a mail and the note that it is sent. Every mail whose command was acknowledged arrives;
// one that was whole at the server when the process died may come once more, with the same bytes.
//   MAIL_ROUNDS=5    how often each engine is killed
//   MAIL_LANES=5     how many installations share the rounds: a killed one waits until its claims have ended
//   MAIL_SEED=n      repeats the moments of a run
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { describe, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { link, read } from "./support/mails.mjs";
import { ENGINES } from "./support/people.mjs";
import { seeded } from "./support/seeded.mjs";
import { Signet } from "./support/signet.mjs";
import { SmtpSink } from "./support/smtp.mjs";

const ROUNDS = Number(process.env.MAIL_ROUNDS ?? 7);
const LANES = Math.min(ROUNDS, Number(process.env.MAIL_LANES ?? 5));
const SEED = Number(process.env.MAIL_SEED ?? randomInt(2 ** 31));
const PEOPLE = ["ada", "bob", "cyd", "dan"];
const MOMENTS = ["commit", "connect", "mail", "data", "message", "accepted", "any"];

/** One kill; answers how many mails were sent and how many of them came twice. */
async function round(signet, sink, moment, random) {
  const before = sink.mails.length;
  let armed = moment !== "commit" && moment !== "any";
  let killed;
  const kill = () => (killed ??= signet.kill());
  sink.at = async (step) => {
    if (armed && step === moment) {
      armed = false;
      await kill();
    }
  };
  const commands = PEOPLE.map((name) => signet.json("user", "password-link", name, "--mail"));
  if (moment === "commit") await Promise.race(commands);
  if (moment === "any") await new Promise((done) => setTimeout(done, random() * 1500));
  if (!armed) kill();
  await Promise.all(commands);
  // A step that no mail has reached comes soon: the server looks each second.
  for (let tries = 0; armed && tries < 200; tries += 1) await new Promise((done) => setTimeout(done, 50));
  assert.equal(await kill(), "SIGKILL");
  const whole = sink.mails.slice(before).map((mail) => mail.raw);

  await signet.serve();
  const listed = async () => (await signet.json("mail", "list")).slice(0, PEOPLE.length);
  let states = [];
  for (let tries = 0; tries < 120; tries += 1) {
    states = (await listed()).map((one) => one.state);
    if (states.every((state) => state === "sent")) break;
    await new Promise((done) => setTimeout(done, 500));
  }
  assert.deepEqual(states, PEOPLE.map(() => "sent"), `lost after a kill at ${moment}`);

  const came = sink.mails.slice(before);
  const mails = await read(came.map((mail) => mail.raw));
  let twice = 0;
  for (const name of PEOPLE) {
    const copies = mails.map((mail, at) => ({ mail, raw: came[at].raw })).filter(({ mail }) => mail.to[0][1] === `${name}@example.test`);
    assert.ok(copies.length >= 1, `${name} got nothing after a kill at ${moment}`);
    assert.ok(copies.length <= 2, `${name} got ${copies.length} copies after a kill at ${moment}`);
    if (copies.length === 2) {
      twice += 1;
      assert.equal(copies[0].raw, copies[1].raw, "a copy has the same name and the same link");
      assert.ok(whole.includes(copies[0].raw), `${name} got two copies, and none was under way at the kill (${moment})`);
    }
    assert.deepEqual(copies[0].mail.defects, []);
    const browser = new Browser();
    await browser.open(link(copies[0].mail));
    assert.equal(browser.page.status, 200, "the link works");
  }
  return { sent: PEOPLE.length, twice };
}

for (const engine of ENGINES) {
  describe(`mail on ${engine}, seed ${SEED}`, { concurrency: LANES }, () => {
    for (let lane = 0; lane < LANES; lane += 1) {
      test(`installation ${lane + 1}: every mail arrives, at most one copy too many`, async (t) => {
        const sink = await SmtpSink.start();
        const signet = await Signet.start({ engine, settings: sink.settings() });
        try {
          for (const name of PEOPLE) await signet.createUser(name, "some password for now");
          const total = { rounds: 0, sent: 0, twice: 0 };
          for (let number = lane; number < ROUNDS; number += LANES) {
            const { sent, twice } = await round(signet, sink, MOMENTS[number % MOMENTS.length], seeded(SEED + number));
            total.rounds += 1;
            total.sent += sent;
            total.twice += twice;
          }
          t.diagnostic(`${engine}: ${total.rounds} kills, ${total.sent} mails, none lost, ${total.twice} came twice`);
        } finally {
          await signet.remove();
          await sink.stop();
        }
      });
    }
  });
}
