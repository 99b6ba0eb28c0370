// Double clicks in Chromium, without JavaScript, on a slow network: 120 to 200 ms between the presses, answers that
// take 100 to 400 ms. Each press of a pair reaches the server; the browser takes the first one's answer back. Most of it is
// waiting, so some people press side by side.
//   SIGNET_CLICK_SEED   another run of numbers
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import * as client from "openid-client";
import { launch, person as visitor } from "./support/chromium.mjs";
import { delaying } from "./support/delay.mjs";
import { ALICE, WEB } from "./support/people.mjs";
import { seeded } from "./support/seeded.mjs";
import { Signet } from "./support/signet.mjs";

const SEED = Number(process.env.SIGNET_CLICK_SEED ?? 7);
/** How many people press side by side, and how often each of them walks. */
const PEOPLE = 4;
const ROUNDS = 2;

/** Somebody who presses: their account, the numbers of their presses, and what came to the client from their browser. */
function presser(number) {
  const random = seeded(SEED * 100 + number);
  const between = (low, high) => low + Math.floor(random() * (high - low + 1));
  const one = { number, username: `${ALICE.username}${number}`, between, isSlow: false, arrived: [] };
  one.delay = () => (one.isSlow ? between(100, 400) : 0);
  return one;
}

describe(`double clicks (seed ${SEED})`, () => {
  const people = Array.from({ length: PEOPLE }, (_, number) => presser(number));
  /** Whose browser sends this; nobody's for what no browser sends. */
  const whose = (incoming) => people[incoming.headers["x-presser"]];
  let proxy;
  let signet;
  let browser;
  let party;

  before(async () => {
    proxy = await delaying();
    proxy.delay = (incoming) => whose(incoming)?.delay() ?? 0;
    signet = await Signet.prepare({ settings: { SIGNET__ISSUER__URL: proxy.origin } });
    proxy.to = signet.port;
    signet.issuer = proxy.origin;
    await signet.serve();
    for (const { username } of people) await signet.createUser(username, ALICE.password, ALICE.claims);
    // The client's own address is slow too, so that a second press finds the way there not yet gone.
    party = createServer((incoming, outgoing) => {
      const one = whose(incoming);
      one.arrived.push(incoming.url);
      setTimeout(() => {
        outgoing.setHeader("content-type", "text/html");
        outgoing.end("<!doctype html><html lang=en><title>Client</title><h1>Back at the client</h1>");
      }, one.between(100, 400));
    });
    await new Promise((done) => party.listen(0, "127.0.0.1", done));
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
    party?.close();
    party?.closeAllConnections();
    proxy?.close();
  });

  const origin = () => `http://127.0.0.1:${party.address().port}`;

  async function relyingParty(name, ...flags) {
    const metadata = {
      ...WEB,
      client_name: name,
      redirect_uris: [`${origin()}/callback`],
      post_logout_redirect_uris: [`${origin()}/bye`],
      frontchannel_logout_uri: `${origin()}/out`,
    };
    const { client_id: id, client_secret: secret } = await signet.createClient(metadata, ...flags);
    const config = await client.discovery(new URL(signet.issuer), id, secret, undefined, {
      execute: [client.allowInsecureRequests],
    });
    return {
      id,
      config,
      async request(more = {}) {
        const verifier = client.randomPKCECodeVerifier();
        const state = client.randomState();
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: `${origin()}/callback`,
          scope: "openid profile email",
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: "S256",
          state,
          ...more,
        });
        return { url: url.href, checks: { pkceCodeVerifier: verifier, expectedState: state } };
      },
    };
  }

  /** Two presses of one button, as quick as people are, while every answer to them is slow. */
  async function pressTwice(one, selector) {
    const box = await one.page.locator(selector).boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    one.isSlow = true;
    await one.page.mouse.click(x, y);
    await new Promise((done) => setTimeout(done, one.between(120, 200)));
    await one.page.mouse.click(x, y);
  }

  async function fill(one) {
    await one.page.fill("#username", one.username);
    await one.page.fill("#password", ALICE.password);
  }

  /** Gives somebody a browser without JavaScript. */
  async function begun(one) {
    const extraHTTPHeaders = { "x-presser": String(one.number) };
    one.page = await visitor(browser, { javaScriptEnabled: false, extraHTTPHeaders });
    one.arrived = [];
    return one.page;
  }

  const calm = (one) => (one.isSlow = false);

  /** Waits until the page stands at an address that begins so. A navigation that a second press took back is no failure. */
  async function at(page, prefix, there = (url) => url.startsWith(prefix)) {
    const until = Date.now() + 20_000;
    while (!there(page.url(), prefix)) {
      if (Date.now() > until) throw new Error(`still not at ${prefix}`);
      await new Promise((done) => setTimeout(done, 25));
    }
  }

  async function redeem(party, one, checks) {
    await at(one.page, `${origin()}/callback`);
    calm(one);
    const codes = new Set(one.arrived.map((url) => new URL(url, origin()).searchParams.get("code")).filter(Boolean));
    assert.equal(codes.size, 1, "one code, however often it arrived");
    const tokens = await client.authorizationCodeGrant(party.config, new URL(one.page.url()), checks);
    assert.ok(tokens.id_token);
    return tokens;
  }

  async function round(name, one, walk) {
    const page = await begun(one);
    try {
      await walk(one, page);
    } catch (error) {
      const text = await page.textContent("body").catch(() => "");
      throw new Error(`${name}, ${one.username}: ${error.message}\n${page.url()}\n${text.trim().slice(0, 300)}`);
    } finally {
      calm(one);
      await page.context().close();
    }
  }

  /** Everybody walks side by side. */
  async function rounds(name, walk) {
    const each = people.map(async (one) => {
      for (let number = 1; number <= ROUNDS; number += 1) await round(name, one, walk);
    });
    const ended = await Promise.allSettled(each);
    for (const { reason } of ended) if (reason) throw reason;
  }

  test("on Sign in and on Allow, all the way to the app", async () => {
    const app = await relyingParty("Tea Party");
    await rounds("sign in and allow", async (one, page) => {
      const { url, checks } = await app.request({ prompt: "consent" });
      await page.goto(url);
      await fill(one);
      await pressTwice(one, "#login-submit");
      await page.waitForSelector("#consent-allow");
      await pressTwice(one, "#consent-allow");
      await redeem(app, one, checks);
      await page.goto(`${signet.issuer}/account`);
      assert.ok((await page.textContent("body")).includes(ALICE.claims.name), "signed in");
    });
  });

  test("on Sign in that leads straight to the app", async () => {
    const app = await relyingParty("Own", "--first-party");
    await rounds("sign in", async (one, page) => {
      const { url, checks } = await app.request();
      await page.goto(url);
      await fill(one);
      await pressTwice(one, "#login-submit");
      await redeem(app, one, checks);
    });
  });

  test("on Sign in to one's own account, and on Sign out there", async () => {
    await rounds("account", async (one, page) => {
      await page.goto(`${signet.issuer}/account`);
      await fill(one);
      await pressTwice(one, "#login-submit");
      await page.waitForSelector("#sign-out");
      calm(one);
      await page.reload();
      await pressTwice(one, "#sign-out");
      await at(page, `${signet.issuer}/`, (url, front) => url === front);
      calm(one);
      await page.goto(`${signet.issuer}/account`);
      await page.waitForSelector("#login-submit");
    });
  });

  test("on an account of the chooser, on Not now, and on Cancel", async () => {
    const app = await relyingParty("Chosen");
    await rounds("choose", async (one, page) => {
      await page.goto((await app.request({ prompt: "consent" })).url);
      await fill(one);
      await page.click("#login-submit");
      await pressTwice(one, "#consent-deny");
      await at(page, `${origin()}/callback`);
      assert.equal(new URL(page.url()).searchParams.get("error"), "access_denied");
      calm(one);
      await page.goto((await app.request({ prompt: "select_account" })).url);
      await pressTwice(one, "#cancel");
      await at(page, `${origin()}/callback`);
      assert.equal(new URL(page.url()).searchParams.get("error"), "access_denied");
      calm(one);
      await page.goto((await app.request({ prompt: "select_account" })).url);
      await pressTwice(one, "button.person");
      await page.waitForSelector("#consent-allow");
    });
  });

  test("on the question whether to sign out: the apps are told all the same", async () => {
    const app = await relyingParty("Bye", "--first-party");
    await rounds("logout", async (one, page) => {
      const { url, checks } = await app.request();
      await page.goto(url);
      await fill(one);
      await page.click("#login-submit");
      await redeem(app, one, checks);
      one.arrived = [];
      await page.goto(client.buildEndSessionUrl(app.config, { post_logout_redirect_uri: `${origin()}/bye`, client_id: app.id }).href);
      await pressTwice(one, "#logout-confirm");
      await at(page, `${origin()}/bye`);
      assert.ok(one.arrived.some((url) => url.startsWith("/out")), `no frame among ${one.arrived}`);
    });
  });

  test("on a sign-in link", async () => {
    const [one] = people;
    const slow = await delaying();
    slow.delay = one.delay;
    const demo = await Signet.prepare({ settings: { SIGNET__ISSUER__URL: slow.origin } });
    slow.to = demo.port;
    demo.issuer = slow.origin;
    try {
      await demo.serve("--demo");
      const link = /https?:\/\/\S*sign-in-link\S*/.exec(demo.output.replace(/\u001b\[[0-9;]*m/g, ""))?.[0];
      assert.ok(link, `no link in\n${demo.output}`);
      const page = await begun(one);
      await page.goto(link);
      await pressTwice(one, "#login-submit");
      await at(page, `${demo.issuer}/playground`);
      await page.goto(`${demo.issuer}/account`);
      await page.waitForSelector("#sign-out");
      await page.context().close();
    } finally {
      calm(one);
      await demo.stop();
      await demo.remove();
      slow.close();
    }
  });

  test("on Create of the setup link", async () => {
    const [one] = people;
    const slow = await delaying();
    slow.delay = one.delay;
    const empty = await Signet.prepare({ settings: { SIGNET__ISSUER__URL: slow.origin } });
    slow.to = empty.port;
    empty.issuer = slow.origin;
    try {
      await empty.serve();
      const link = /https?:\/\/\S*\/setup\?token=\S*/.exec(empty.output.replace(/\u001b\[[0-9;]*m/g, ""))?.[0];
      assert.ok(link, `no link in\n${empty.output}`);
      const page = await begun(one);
      await page.goto(link);
      await page.fill("#username", "root");
      await page.fill("#email", "root@example.com");
      await page.fill("#password", ALICE.password);
      await page.fill("#password_again", ALICE.password);
      await pressTwice(one, "#setup-submit");
      await at(page, `${empty.issuer}/setup/done`);
      await page.goto(`${empty.issuer}/account`);
      await page.waitForSelector("#sign-out");
      await page.context().close();
    } finally {
      calm(one);
      await empty.stop();
      await empty.remove();
      slow.close();
    }
  });

  test("on the password of a one-time link", async () => {
    await rounds("password link", async (one, page) => {
      const { link } = await signet.json("user", "password-link", one.username);
      await page.goto(link);
      await page.fill("#password", ALICE.password);
      await page.fill("#password_again", ALICE.password);
      await pressTwice(one, "#password-submit");
      await page.waitForFunction(() => document.querySelector("#password-submit") === null);
      assert.equal((await page.textContent("h1")).trim(), "Your password is set");
    });
  });

  test("back and forward show how things stand", async () => {
    const app = await relyingParty("Back");
    const [one] = people;
    const page = await begun(one);
    const { url, checks } = await app.request({ prompt: "consent" });
    await page.goto(url);
    await fill(one);
    await page.click("#login-submit");
    await page.waitForSelector("#consent-allow");
    await page.goBack();
    await page.waitForSelector("#consent-allow");
    await page.click("#consent-allow");
    await redeem(app, one, checks);
    await page.goBack();
    assert.match(await page.textContent("h1"), /has been answered/);
    await page.goForward();
    await at(page, `${origin()}/callback`);
    await page.context().close();
  });
});
