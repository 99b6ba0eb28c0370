// kill -9 in a storm of code exchanges and refreshes. After the restart every token that was acknowledged still
// works, no code was spent twice, and a code that comes again ends the family that began with it.
//   CRASH_ROUNDS=3       how often each engine is killed
//   CRASH_EACH=1         how often one database is, before the next
//   CRASH_LONGEST=3000   the longest storm, in milliseconds
//   CRASH_SEED=n         repeats the moments of a run
//   CRASH_LOG=FILE       gets a line for each round, as it ends
import assert from "node:assert/strict";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { appendFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { basic, bearer, post, request } from "./support/http.mjs";
import { ALICE, ENGINES, REDIRECT, WEB } from "./support/people.mjs";
import { seeded } from "./support/seeded.mjs";
import { Signet } from "./support/signet.mjs";

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 3);
const EACH = Number(process.env.CRASH_EACH ?? 1);
const LONGEST = Number(process.env.CRASH_LONGEST ?? 3000);
const SEED = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31));
const WORKERS = 12;
// Long enough for a slow machine to restart within it: a refresh whose answer was lost is asked again.
const SETTINGS = { SIGNET__TOKENS__REFRESH_GRACE: "120" };

/** What the server has acknowledged, and what it may have done without saying so. */
class Ledger {
  codes = []; // { fields, successes } every code that was seen, with how often it was honored
  chains = []; // { refresh, access: [] } one for each grant whose code was sent once
  exchanges = 0;
  refreshes = 0;
  odd = []; // answers that nothing in this test explains
}

function worker({ signet, client, browser, ledger, random, over }) {
  const token = `${signet.issuer}/token`;
  const authentication = basic(client.client_id, client.client_secret);

  async function newCode() {
    const verifier = randomBytes(32).toString("base64url");
    const query = new URLSearchParams({
      client_id: client.client_id,
      response_type: "code",
      redirect_uri: REDIRECT,
      scope: "openid email",
      state: "s",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    const back = await browser.open(`${signet.issuer}/authorize?${query}`, REDIRECT);
    if (!back?.searchParams.get("code")) throw Object.assign(new Error("no code"), { odd: back?.href ?? browser.describe() });
    const fields = { grant_type: "authorization_code", code: back.searchParams.get("code"), redirect_uri: REDIRECT, code_verifier: verifier };
    const code = { fields, successes: 0 };
    ledger.codes.push(code);
    return code;
  }

  async function exchange(code) {
    const answer = await post(token, code.fields, authentication);
    if (answer.status === 200) {
      code.successes += 1;
      ledger.exchanges += 1;
    } else if (answer.status >= 500) {
      ledger.odd.push(`exchange ${answer.status} ${answer.text}`);
    }
    return answer;
  }

  async function once() {
    const code = await newCode();
    if (random() < 0.25) {
      // Two at the same moment: at most one may win.
      await Promise.allSettled([exchange(code), exchange(code)]);
      return;
    }
    const answer = await exchange(code);
    if (answer.status !== 200) {
      ledger.odd.push(`exchange ${answer.status} ${answer.text}`);
      return;
    }
    const tokens = JSON.parse(answer.text);
    const chain = { refresh: tokens.refresh_token, access: [tokens.access_token] };
    ledger.chains.push(chain);
    for (let times = Math.floor(random() * 4); times > 0 && !over(); times -= 1) {
      const fresh = await post(token, { grant_type: "refresh_token", refresh_token: chain.refresh }, authentication);
      if (fresh.status !== 200) {
        ledger.odd.push(`refresh ${fresh.status} ${fresh.text}`);
        return;
      }
      const next = JSON.parse(fresh.text);
      chain.refresh = next.refresh_token;
      chain.access.push(next.access_token);
      ledger.refreshes += 1;
    }
  }

  return (async () => {
    while (!over()) {
      try {
        await once();
      } catch (error) {
        // After the kill, connections break; before it, nothing may.
        if (!over()) {
          if (error.odd) ledger.odd.push(`authorize ${error.odd}`);
          else ledger.odd.push(String(error));
          return;
        }
      }
    }
  })();
}

async function signedIn(signet, client) {
  const browser = new Browser();
  const challenge = createHash("sha256").update("x".repeat(43)).digest("base64url");
  const query = new URLSearchParams({
    client_id: client.client_id,
    response_type: "code",
    redirect_uri: REDIRECT,
    scope: "openid email",
    code_challenge: challenge,
    code_challenge_method: "S256",
  });
  await browser.authorize(`${signet.issuer}/authorize?${query}`, REDIRECT, ALICE);
  return browser;
}

/** Works through a list with a few at a time. */
async function each(list, work) {
  const queue = [...list];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) await work(item);
  }));
}

async function verify(signet, client, ledger) {
  const authentication = basic(client.client_id, client.client_secret);
  const lost = [];
  const say = (what, answer) => lost.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  await each(ledger.chains, async (chain) => {
    for (const access of chain.access) {
      const info = await request("GET", `${signet.issuer}/userinfo`, { headers: bearer(access) });
      if (info.status !== 200) say("userinfo with an acknowledged access token", info);
    }
    const told = await post(`${signet.issuer}/introspect`, { token: chain.access.at(-1) }, authentication);
    if (told.status !== 200 || JSON.parse(told.text).active !== true) say("introspection of an acknowledged access token", told);
    const fields = { grant_type: "refresh_token", refresh_token: chain.refresh };
    const fresh = await post(`${signet.issuer}/token`, fields, authentication);
    if (fresh.status !== 200) say("refresh with the last acknowledged refresh token", fresh);
  });
  // Last, since a code used again takes its tokens with it.
  await each(ledger.codes, async (code) => {
    for (let times = 0; times < 2; times += 1) {
      const answer = await post(`${signet.issuer}/token`, code.fields, authentication);
      if (answer.status === 200) code.successes += 1;
      else if (answer.status !== 400) say("a code presented again", answer);
    }
  });
  const twice = ledger.codes.filter((code) => code.successes > 1).length;
  // Each of these codes has come again by now.
  let alive = 0;
  await each(ledger.chains, async (chain) => {
    const fields = { grant_type: "refresh_token", refresh_token: chain.refresh };
    const refused = await post(`${signet.issuer}/token`, fields, authentication);
    if (refused.status !== 400 || JSON.parse(refused.text).error !== "invalid_grant") alive += 1;
  });
  return { lost, twice, alive };
}

/** One storm, one kill, one look at what is left. */
async function round(t, { signet, client, browsers, random }) {
  const ledger = new Ledger();
  let killed = false;
  const over = () => killed;
  const workers = browsers.map((browser) => worker({ signet, client, browser, ledger, random, over }));
  // A random moment of a storm, not a wait for something to happen.
  await new Promise((done) => setTimeout(done, LONGEST * (0.23 + 0.77 * random())));
  killed = true;
  assert.equal(await signet.kill(), "SIGKILL");
  await Promise.all(workers);
  assert.deepEqual(ledger.odd.slice(0, 5), [], "before the kill nothing goes wrong");
  if (LONGEST >= 3000) assert.ok(ledger.exchanges > 10 && ledger.refreshes > 5, `a storm, not ${ledger.exchanges} exchanges`);

  await signet.serve();
  const { lost, twice, alive } = await verify(signet, client, ledger);
  const families = `${ledger.chains.length} families, ${alive} of them alive after their code came again`;
  const done = `${signet.engine}: ${ledger.codes.length} codes, ${ledger.exchanges} exchanges, ${ledger.refreshes} refreshes acknowledged; ${lost.length} lost, ${twice} spent twice; ${families}`;
  t.diagnostic(done);
  if (process.env.CRASH_LOG) appendFileSync(process.env.CRASH_LOG, `${done}\n`);
  assert.equal(twice, 0, `${twice} codes were spent twice`);
  assert.deepEqual(lost.slice(0, 5), [], `${lost.length} acknowledged things were lost`);
  assert.equal(alive, 0, `${alive} families live on although their code came twice`);
}

for (const engine of ENGINES) {
  describe(`crash on ${engine}, seed ${SEED}`, () => {
    let stage;
    const end = async () => {
      await stage?.signet.remove();
      stage = undefined;
    };
    after(end);
    for (let number = 1; number <= ROUNDS; number += 1) {
      test(`round ${number}: what was acknowledged survives kill -9`, async (t) => {
        if (!stage || stage.rounds >= EACH) {
          await end();
          stage = { rounds: 0, browsers: [], signet: await Signet.start({ engine, settings: SETTINGS }) };
          await stage.signet.createUser(ALICE.username, ALICE.password, {});
          stage.client = await stage.signet.createClient(WEB);
          for (let one = 0; one < WORKERS; one += 1) stage.browsers.push(await signedIn(stage.signet, stage.client));
        }
        stage.rounds += 1;
        try {
          await round(t, { ...stage, random: seeded(SEED + number) });
        } catch (error) {
          if (process.env.CRASH_LOG) appendFileSync(process.env.CRASH_LOG, `${engine}: FAILED ${error.message}\n`);
          // What failed says nothing about the next.
          await end();
          throw error;
        }
      });
    }
  });
}
