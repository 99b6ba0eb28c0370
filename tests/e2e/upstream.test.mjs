// Signing in by other providers in Chromium: node oidc-provider and a second Signet are the providers. Once more without
// JavaScript.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import * as client from "openid-client";
import { inspect, person as visitor } from "./support/chromium.mjs";
import { mailSignIn } from "./support/mail-sign-in.mjs";
import { code, next } from "./support/mails.mjs";
import { ALICE, WEB } from "./support/people.mjs";
import { OtherProvider } from "./support/provider.mjs";
import { Signet } from "./support/signet.mjs";

const PRIVATE = { SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.0/8" };
const TERMS = `[{ id = "terms", version = "1", url = "https://example.test/terms" }]`;
const PEOPLE = {
  grace: { sub: "Grace-1", name: "Grace Hopper", email: "grace@acme.test", email_verified: true },
  // Whose address an account here has, which has not proven it.
  carol: { sub: "carol-1", name: "Carol", email: "carol@example.test", email_verified: true },
  linus: { sub: "linus-1", name: "Linus", email: "linus@acme.test", email_verified: true },
  // Whose address the provider does not vouch for.
  dora: { sub: "dora-1", name: "Dora", email: "dora@elsewhere.test", email_verified: false },
};

/** The app: says thank you to whatever arrives. */
async function listen() {
  const server = createServer((_, outgoing) => {
    outgoing.setHeader("content-type", "text/html");
    outgoing.end("<!doctype html><html lang=en><title>Client</title><h1>Back at the client</h1>");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { server, redirect: `http://127.0.0.1:${server.address().port}/callback` };
}

for (const javaScriptEnabled of [true, false]) {
  describe(`other providers, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    let other;
    let upper;
    let party;
    let config;
    const running = mailSignIn({
      settings: { ...PRIVATE, SIGNET__SIGN_UP__MODE: "open", SIGNET__TERMS__DOCUMENTS: TERMS },
      prepare: async (signet) => {
        party = await listen();
        other = await OtherProvider.start({ people: PEOPLE });
        const acme = ["--label", "ACME", "--trust-email", "verified", "--domain", "acme.test"];
        await signet.cli(...(await other.creation(signet, "acme", ...acme)));
        await other.listen();
        upper = await Signet.start({ settings: PRIVATE });
        await upper.createUser("erin", "a password of the upper one", { name: "Erin", email_verified: true });
        const here = `${signet.issuer}/sign-in/upstream/head`;
        const lower = {
          ...WEB,
          client_name: "Lower Signet",
          redirect_uris: [`${here}/callback`],
          backchannel_logout_uri: `${here}/backchannel-logout`,
          backchannel_logout_session_required: true,
        };
        const known = await upper.createClient(lower, "--first-party");
        const secret = await signet.file("head.secret", known.client_secret);
        await signet.cli(
          "upstream", "create", "head", "--label", "Head office", "--issuer", upper.issuer,
          "--client-id", known.client_id, "--client-secret-file", secret, "--trust-email", "verified",
        );
        await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
        await signet.createUser("carol", ALICE.password, { name: "Carol" });
        const registered = await signet.createClient({ ...WEB, redirect_uris: [party.redirect] }, "--first-party");
        config = await client.discovery(
          new URL(signet.issuer), registered.client_id, registered.client_secret, undefined,
          { execute: [client.allowInsecureRequests] },
        );
      },
    });
    after(async () => {
      await other?.stop();
      await upper?.stop();
      await upper?.remove();
      party?.server.close();
      party?.server.closeAllConnections();
    });

    // axe-core is a script itself.
    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const fresh = (options = {}) => visitor(running.browser, { javaScriptEnabled, ...options });
    const said = (page, text) => page.getByRole("heading", { name: text }).waitFor();

    async function request(more = {}) {
      const verifier = client.randomPKCECodeVerifier();
      const state = client.randomState();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: party.redirect,
        scope: "openid profile email",
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state,
        ...more,
      });
      return { url: url.href, checks: { pkceCodeVerifier: verifier, expectedState: state } };
    }
    /** The claims that the app gets, once the person is back at it. */
    async function claims(page, checks) {
      await page.waitForURL(`${party.redirect}**`);
      const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), checks);
      return client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    }
    async function by(page, person, upstream = "acme") {
      await page.click(`#upstream-${upstream}`);
      await page.click(`#as-${person}`);
    }
    /** The address by which the provider sends somebody back, before their browser goes there. */
    async function answerFor(page, person) {
      let address = new URL(await page.getAttribute(`#as-${person}`, "href"), page.url()).href;
      for (let hops = 0; !address.startsWith(running.signet.issuer); hops += 1) {
        assert.ok(hops < 10, `the provider leads nowhere: ${address}`);
        const response = await page.context().request.get(address, { maxRedirects: 0 });
        address = new URL(response.headers().location, address).href;
      }
      return address;
    }
    /** What is still asked of a new account. */
    async function finish(page) {
      await page.waitForSelector("#agree-terms");
      await look(page, "upstream-sign-up");
      await page.check("#agree-terms");
      await page.click("#terms-agree, #sign-up-submit");
    }

    test("the first time an account is made and terms are asked; the second time nothing", async () => {
      const page = await fresh();
      const first = await request();
      await page.goto(first.url);
      await look(page, "sign-in-upstreams");
      assert.ok((await page.textContent("#upstream-acme")).includes("Continue with ACME"));
      await by(page, "grace");
      await finish(page);
      const told = await claims(page, first.checks);
      assert.equal(told.name, "Grace Hopper");
      assert.equal(told.email, "grace@acme.test");
      assert.equal(told.email_verified, true);
      const cookies = await page.context().cookies();
      const last = cookies.find((one) => one.name.includes("signet_upstream"));
      assert.equal(last.value, "acme", "nothing of the person");
      await page.context().clearCookies({ name: /^signet_[0-9a-f]+$/ });
      const second = await request();
      await page.goto(second.url);
      assert.ok((await page.textContent("#upstream-acme")).includes("last used"));
      await look(page, "sign-in-upstream-last");
      await page.click("#upstream-acme");
      assert.equal((await claims(page, second.checks)).sub, told.sub, "one person, one account");
      await page.context().close();
    });

    test("whose address only a mail proves says whether the identity is theirs, and comes back with it", async () => {
      const page = await fresh();
      const first = await request();
      await page.goto(first.url);
      await by(page, "dora");
      await page.waitForSelector("#sign-up-send");
      assert.equal(await page.inputValue("#email"), PEOPLE.dora.email);
      const before = running.sink.mails.length;
      await page.click("#sign-up-send");
      await page.waitForSelector("#mail-number");
      await page.fill("#code", code(await next(running.sink, before, PEOPLE.dora.email)));
      await page.click("#code-submit");
      await page.waitForSelector("#way-in-mine");
      assert.ok((await page.textContent("fieldset legend")).includes("ACME"));
      assert.ok((await page.textContent("#way-in")).includes(PEOPLE.dora.email));
      assert.equal(await page.isChecked("#way-in-mine"), false);
      await look(page, "sign-up-details-identity");
      await page.check("#agree-terms");
      await page.click("#sign-up-submit");
      await page.waitForSelector("#way-in-mine-error");
      await look(page, "sign-up-details-identity-unsaid");
      await page.check("#way-in-mine");
      await page.check("#agree-terms");
      await page.click("#sign-up-submit");
      const { sub } = await claims(page, first.checks);
      const later = await fresh();
      const second = await request();
      await later.goto(second.url);
      await by(later, "dora");
      assert.equal((await claims(later, second.checks)).sub, sub);
      for (const one of [page, later]) await one.context().close();
    });

    test("whoever cancels there comes back to the request, and so does the back button", async () => {
      const page = await fresh();
      const { url, checks } = await request();
      await page.goto(url);
      await by(page, "nobody");
      await said(page, "You did not sign in with ACME.");
      await look(page, "upstream-cancelled");
      assert.ok(!page.url().includes("state="), "the answer does not stay in the address");
      await page.click("#go-back");
      await page.waitForSelector("#login-submit");
      await page.click("#upstream-acme");
      await page.waitForSelector("#as-grace");
      await page.goBack();
      await page.waitForSelector("#login-submit");
      await page.fill("#username", ALICE.username);
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
      await page.waitForSelector("#agree-terms");
      await page.check("#agree-terms");
      await page.click("#terms-agree");
      assert.equal((await claims(page, checks)).name, ALICE.claims.name);
      await page.context().close();
    });

    test("an answer that comes twice or in another browser signs nobody in", async () => {
      const page = await fresh();
      const { url, checks } = await request();
      await page.goto(url);
      const answers = [];
      page.on("request", (one) => one.url().includes("/callback?") && one.url().startsWith(running.signet.issuer) && answers.push(one.url()));
      await by(page, "grace");
      await claims(page, checks);
      await page.goto(answers[0]);
      await said(page, "That took too long.");
      await look(page, "upstream-expired");
      const stranger = await fresh();
      await stranger.goto(url);
      await stranger.click("#upstream-acme");
      await stranger.waitForSelector("#as-grace");
      const caught = await answerFor(stranger, "grace");
      const victim = await fresh();
      await victim.goto(`${running.signet.issuer}/login`);
      await victim.goto(caught);
      await said(victim, "You began in another browser.");
      await look(victim, "upstream-other-browser");
      await victim.goto(`${running.signet.issuer}/account`);
      await victim.waitForSelector("#login-submit");
      for (const one of [page, stranger, victim]) await one.context().close();
    });

    test("two tabs go two ways, and each comes back to its own request", async () => {
      const one = await fresh();
      const two = await one.context().newPage();
      const [first, second] = [await request(), await request()];
      await one.goto(first.url);
      await two.goto(second.url);
      for (const page of [one, two]) await page.click("#upstream-acme");
      await one.click("#as-grace");
      assert.equal((await claims(one, first.checks)).name, "Grace Hopper");
      await two.click("#as-grace");
      assert.equal((await claims(two, second.checks)).name, "Grace Hopper");
      await one.context().close();
    });

    test("an account that has the address is proven first, then the provider opens it", async () => {
      const page = await fresh();
      const first = await request();
      await page.goto(first.url);
      await by(page, "carol");
      await said(page, "There is an account with this address.");
      await look(page, "upstream-prove");
      await page.click("#prove-account");
      await page.waitForSelector("#login-submit");
      assert.equal(await page.inputValue("#username"), "carol@example.test");
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
      await page.waitForSelector("#agree-terms");
      await page.check("#agree-terms");
      await page.click("#terms-agree");
      const { sub } = await claims(page, first.checks);
      await page.context().close();
      const later = await fresh();
      const second = await request();
      await later.goto(second.url);
      await by(later, "carol");
      assert.equal((await claims(later, second.checks)).sub, sub);
      await later.context().close();
    });

    test("an account is connected and disconnected on the page of how one signs in", async () => {
      const page = await fresh();
      await page.goto(`${running.signet.issuer}/login`);
      await page.fill("#username", ALICE.username);
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
      await page.waitForURL("**/account");
      await page.goto(`${running.signet.issuer}/account/security`);
      await page.click("#connect-account");
      await look(page, "connect-account");
      await page.click("#connect-head");
      await page.waitForSelector("#login-submit");
      await page.fill("#username", "erin");
      await page.fill("#password", "a password of the upper one");
      await page.click("#login-submit");
      await page.getByText("The account is connected.").waitFor();
      await look(page, "security-connected");
      const rows = await page.locator("#connected ~ ul li").count();
      await page.getByRole("listitem").filter({ hasText: "Head office" }).getByRole("button").click();
      await page.getByText("The account is disconnected.").waitFor();
      assert.equal(await page.locator("#connected ~ ul li").count(), rows - 1);
      await page.context().close();
    });

    test("a second Signet is a provider like any other, and the last way in stays", async () => {
      const page = await fresh();
      const { url, checks } = await request();
      await page.goto(url);
      await page.click("#upstream-head");
      await page.waitForSelector("#login-submit");
      await page.fill("#username", "erin");
      await page.fill("#password", "a password of the upper one");
      await page.click("#login-submit");
      await finish(page);
      assert.equal((await claims(page, checks)).name, "Erin");
      await page.goto(`${running.signet.issuer}/account/security`);
      await page.waitForSelector("#connected");
      assert.ok((await page.textContent("body")).includes("erin@example.test"));
      // Who signs out there is signed out here, by a request from there (OIDC Back-Channel Logout 1.0 section 2.5).
      await page.goto(`${upper.issuer}/account`);
      await page.click("#sign-out");
      await page.waitForSelector("#sign-out", { state: "detached" });
      const until = Date.now() + 20_000;
      do await page.goto(`${running.signet.issuer}/account`);
      while (Date.now() < until && !(await page.locator("#login-submit").count()));
      await page.waitForSelector("#login-submit");
      await page.context().close();
    });

    test("a work address leads to its provider, with the address; another one is told apart", async () => {
      const page = await fresh();
      const { url, checks } = await request();
      await page.goto(url);
      await page.click("#work-address");
      await look(page, "upstream-address");
      await page.fill("#email", "ada@nowhere.test");
      await page.click("#upstream-address-submit");
      await page.getByText("No sign-in is set up for nowhere.test.").waitFor();
      await look(page, "upstream-address-unknown");
      await page.fill("#email", "Grace@ACME.test");
      await page.click("#upstream-address-submit");
      await page.waitForSelector("#as-grace");
      assert.equal(other.seen.at(-1).login_hint, "Grace@ACME.test");
      await page.click("#as-grace");
      assert.equal((await claims(page, checks)).name, "Grace Hopper");
      const hinted = await fresh();
      await hinted.goto((await request({ login_hint: "linus@acme.test" })).url);
      const first = hinted.locator("#upstreams button").first();
      assert.ok((await first.textContent()).includes("acme.test"));
      for (const one of [page, hinted]) await one.context().close();
    });

    test("idp_hint goes straight to the provider, and one that is not there is left alone", async () => {
      const page = await fresh();
      const { url, checks } = await request({ idp_hint: "acme", ui_locales: "de" });
      await page.goto(url);
      await page.waitForSelector("#as-grace");
      assert.equal(other.seen.at(-1).ui_locales, "de");
      await page.click("#as-grace");
      assert.equal((await claims(page, checks)).name, "Grace Hopper");
      const unknown = await fresh();
      await unknown.goto((await request({ idp_hint: "nobody" })).url);
      await unknown.waitForSelector("#login-submit");
      // In silence nobody is sent anywhere.
      await unknown.goto((await request({ idp_hint: "acme", prompt: "none" })).url);
      await unknown.waitForURL(`${party.redirect}**`);
      assert.equal(new URL(unknown.url()).searchParams.get("error"), "login_required");
      for (const one of [page, unknown]) await one.context().close();
    });

    test("prompt=login asks the provider for a fresh sign-in", async () => {
      const page = await fresh();
      const first = await request();
      await page.goto(first.url);
      await by(page, "grace");
      await claims(page, first.checks);
      const second = await request({ prompt: "login" });
      await page.goto(second.url);
      await page.click("#upstream-acme");
      await page.waitForSelector("#as-grace");
      assert.equal(other.seen.at(-1).prompt, "login");
      await page.click("#as-grace");
      assert.equal((await claims(page, second.checks)).name, "Grace Hopper");
      await page.context().close();
    });

    test("pages stand in Arabic, on a phone, with a way on", async () => {
      const page = await fresh({ locale: "ar-EG", viewport: { width: 390, height: 800 } });
      await page.goto(`${running.signet.issuer}/login`);
      assert.equal(await page.getAttribute("html", "dir"), "rtl");
      await look(page, "sign-in-upstreams-ar");
      await by(page, "nobody");
      await page.waitForSelector("#go-back");
      assert.equal(await page.getAttribute("html", "dir"), "rtl");
      await look(page, "upstream-cancelled-ar");
      await page.context().close();
    });

    test("a provider that is down is told as that, and the password still signs in", async () => {
      await other.stop();
      try {
        const lost = await fresh();
        const { url } = await request();
        await lost.goto(url);
        // Its metadata are kept for a while: then the browser itself cannot reach it, and its person begins again.
        await lost.click("#upstream-acme");
        const page = await lost.context().newPage();
        await page.goto(url);
        await page.fill("#username", ALICE.username);
        await page.fill("#password", ALICE.password);
        await page.click("#login-submit");
        await page.waitForURL(`${party.redirect}**`);
        await page.context().close();
      } finally {
        await other.listen();
      }
    });
  });
}

describe("a provider of another site that answers by a form, and one that is not there", () => {
  let signet;
  let other;
  let page;
  const running = mailSignIn({
    settings: PRIVATE,
    prepare: async (one) => {
      signet = one;
      other = await OtherProvider.start({ people: PEOPLE, host: "localhost" });
      const form = ["--label", "Elsewhere", "--setting", "response_mode=form_post"];
      await signet.cli(...(await other.creation(signet, "elsewhere", ...form)));
      await other.listen();
      await signet.cli(
        "upstream", "create", "gone", "--label", "Gone", "--issuer", "http://127.0.0.1:9", "--client-id", "x",
        "--setting", "client_auth=none",
      );
    },
  });
  before(async () => {
    page = await visitor(running.browser);
  });
  after(async () => {
    await other?.stop();
  });

  test("the form of another site brings no cookie, and the answer is still that of the browser that left", async () => {
    await page.goto(`${signet.issuer}/login`);
    await page.click("#upstream-elsewhere");
    await page.click("#as-grace");
    // Accounts are made by operators alone here.
    await page.getByRole("heading", { name: "You have no account here yet." }).waitFor();
    await inspect(page, "upstream-closed");
    assert.ok(!page.url().includes("code="));
  });

  test("one that does not answer is told in words, with a way back", async () => {
    await page.goto(`${signet.issuer}/login`);
    await page.click("#upstream-gone");
    await page.getByRole("heading", { name: "Gone cannot be reached right now." }).waitFor();
    await inspect(page, "upstream-unreachable");
    await page.click("#go-back");
    await page.waitForSelector("#login-submit");
  });

  test("a page with forty providers shows six, then thirty, then the field of the work address", async () => {
    for (let at = 1; at <= 40; at += 1) {
      await signet.cli(
        "upstream", "create", `company-${at}`, "--label", `Company ${at}`, "--issuer", `https://sso-${at}.example.test`,
        "--client-id", "x", "--setting", "client_auth=none",
      );
    }
    await page.goto(`${signet.issuer}/login`);
    await page.locator("#more-upstreams").waitFor();
    assert.equal(await page.locator("#upstreams > button").count(), 6);
    await page.click("#more-upstreams");
    assert.equal(await page.locator("#upstreams button").count(), 30);
    await inspect(page, "sign-in-upstreams-many");
    await page.click("#work-address");
    await page.waitForSelector("#upstream-address-submit");
  });
});
