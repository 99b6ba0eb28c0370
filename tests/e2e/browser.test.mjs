// The hosted pages in Chromium, with axe-core on every page met; once more without JavaScript.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import * as client from "openid-client";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { AFTER_LOGOUT, ALICE, WEB } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

/** The client's own address: says thank you to whatever arrives, and remembers it. */
async function listen() {
  const arrived = [];
  const server = createServer((incoming, outgoing) => {
    let body = "";
    incoming.on("data", (chunk) => (body += chunk));
    incoming.on("end", () => {
      arrived.push({ method: incoming.method, url: incoming.url, body });
      outgoing.setHeader("content-type", "text/html");
      outgoing.end("<!doctype html><html lang=en><title>Client</title><h1>Back at the client</h1>");
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { server, arrived, origin: `http://127.0.0.1:${server.address().port}` };
}

describe("pages in Chromium", () => {
  let signet;
  let party;
  let browser;
  let registered;
  let config;
  let redirect;

  before(async () => {
    party = await listen();
    redirect = `${party.origin}/callback`;
    signet = await Signet.start();
    await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
    registered = await signet.createClient({
      ...WEB,
      redirect_uris: [redirect],
      post_logout_redirect_uris: [AFTER_LOGOUT, `${party.origin}/bye`],
    });
    config = await client.discovery(
      new URL(signet.issuer), registered.client_id, registered.client_secret, undefined,
      { execute: [client.allowInsecureRequests] },
    );
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
    party?.server.close();
    party?.server.closeAllConnections();
  });

  const person = (options) => visitor(browser, options);

  async function request(more = {}) {
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirect,
      scope: "openid profile email",
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      ...more,
    });
    return { url: url.href, checks: { pkceCodeVerifier: verifier, expectedState: state } };
  }

  async function signIn(page, password = ALICE.password) {
    await page.fill("#username", ALICE.username);
    await page.fill("#password", password);
    await page.click("#login-submit");
  }

  /** Signs in, consents if that is asked, and waits for the client's address. */
  async function arrive(page) {
    await signIn(page);
    const asked = page.waitForSelector("#consent-allow").then(() => true, () => false);
    const back = page.waitForURL(`${redirect}**`).then(() => false, () => false);
    if (await Promise.race([asked, back])) await page.click("#consent-allow");
    await page.waitForURL(`${redirect}**`);
  }

  test("sign-in, a wrong password, consent, code, logout", async () => {
    const page = await person();
    const { url, checks } = await request();
    await page.goto(url);
    await inspect(page, "sign-in");
    const before = await page.context().cookies();

    await signIn(page, "not the password");
    await page.waitForSelector('[role="alert"]');
    assert.equal(await page.inputValue("#username"), ALICE.username, "what was typed is kept");
    assert.equal(await page.inputValue("#password"), "", "a password never is");
    await inspect(page, "sign-in-wrong");

    await signIn(page);
    await page.waitForSelector("#consent-allow");
    assert.ok((await page.textContent("body")).includes(WEB.client_name));
    await inspect(page, "consent");
    const later = await page.context().cookies();
    const kept = before.filter((one) => later.some((two) => two.name === one.name && two.value === one.value && one.httpOnly));
    assert.deepEqual(kept.map((one) => one.name), [], "the session identifier changes at sign-in");
    for (const cookie of later) assert.ok(["Lax", "Strict"].includes(cookie.sameSite), `${cookie.name} ${cookie.sameSite}`);
    assert.deepEqual(later.filter((one) => !one.httpOnly).map((one) => one.name.replace(/[0-9a-f]{8}$/, "")), ["signet_state_"]);

    await page.click("#consent-allow");
    await page.waitForURL(`${redirect}**`);
    const tokens = await client.authorizationCodeGrant(config, new URL(page.url()), checks);
    assert.ok(tokens.id_token);

    await page.goto(client.buildEndSessionUrl(config, { post_logout_redirect_uri: `${party.origin}/bye`, client_id: registered.client_id }).href);
    await page.waitForSelector("#logout-confirm");
    await inspect(page, "logout");
    await page.click("#logout-confirm");
    await page.waitForURL(`${party.origin}/bye**`);
    await page.goto((await request({ prompt: "none" })).url);
    assert.equal(new URL(page.url()).searchParams.get("error"), "login_required");
    await page.context().close();
  });

  test("logout without a client ends on a page that says so", async () => {
    const page = await person();
    await page.goto((await request()).url);
    await arrive(page);
    await page.goto(`${config.serverMetadata().end_session_endpoint}?client_id=nobody`);
    await page.waitForSelector("#no-way-back");
    await inspect(page, "logout-no-way-back");
    await page.click("#logout-confirm");
    await page.getByRole("heading", { name: "You are signed out" }).waitFor();
    assert.ok(page.url().startsWith(signet.issuer));
    await inspect(page, "signed-out");
    await page.context().close();
  });

  test("consent is remembered, and more can be denied", async () => {
    const page = await person();
    await page.goto((await request()).url);
    await arrive(page);
    await page.goto((await request()).url);
    await page.waitForURL(`${redirect}**`);
    await page.goto((await request({ scope: "openid profile email phone address" })).url);
    await page.waitForSelector("#consent-deny");
    await inspect(page, "consent-more");
    await page.click("#consent-deny");
    await page.waitForURL(`${redirect}**`);
    assert.equal(new URL(page.url()).searchParams.get("error"), "access_denied");
    await page.context().close();
  });

  test("form_post arrives as a POST, with and without JavaScript", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await person({ javaScriptEnabled });
      await page.goto((await request()).url);
      await arrive(page);
      const { url, checks } = await request({ response_mode: "form_post" });
      party.arrived.length = 0;
      await page.goto(url);
      if (!javaScriptEnabled) await page.click(`form[action^="${party.origin}"] button, form[action^="${party.origin}"] input[type=submit]`);
      await page.waitForURL(`${redirect}**`);
      const posted = party.arrived.find((one) => one.method === "POST");
      assert.ok(posted, "a POST arrived");
      const fields = new URLSearchParams(posted.body);
      assert.equal(fields.get("iss"), signet.issuer);
      const tokens = await client.authorizationCodeGrant(config, new URL(`${redirect}?${fields}`), checks);
      assert.ok(tokens.access_token);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    }
  });

  test("another site's form, short or long, finds the session and cannot end it", async () => {
    const page = await person();
    await page.goto((await request()).url);
    await arrive(page);
    // Another site than the server's, for a browser: SameSite=Lax cookies stay behind.
    const elsewhere = party.origin.replace("127.0.0.1", "localhost");
    const post = async (action, fields, pressed) => {
      await page.goto(`${elsewhere}/elsewhere`);
      await page.evaluate(([action, fields]) => {
        const form = document.createElement("form");
        Object.assign(form, { method: "post", action });
        for (const [name, value] of fields) form.append(Object.assign(document.createElement("input"), { name, value }));
        document.body.append(form);
        form.submit();
      }, [action, fields]);
      await pressed();
    };
    const asked = new URL((await request()).url);
    for (const length of [10, 7000]) {
      asked.searchParams.set("state", "s".repeat(length));
      await post(`${signet.issuer}/authorize`, [...asked.searchParams], () => page.waitForURL(`${redirect}?**`));
      const back = new URL(page.url()).searchParams;
      assert.ok(back.get("code"), `signed in no more after a state of ${length}`);
      assert.equal(back.get("state").length, length);
      await post(`${signet.issuer}/logout`, [["state", "s".repeat(length)]], () => page.waitForSelector("#logout-stay"));
    }
    await page.click("#logout-confirm");
    await page.getByRole("heading", { name: "You are signed out" }).waitFor();
    await page.goto((await request({ prompt: "none" })).url);
    assert.equal(new URL(page.url()).searchParams.get("error"), "login_required");
    await page.context().close();
  });

  test("the whole walk works without JavaScript", async () => {
    const page = await person({ javaScriptEnabled: false });
    const other = await signet.createClient({
      ...WEB,
      client_name: "Plain",
      redirect_uris: [redirect],
      post_logout_redirect_uris: [`${party.origin}/bye`],
    });
    const { url } = await request({ client_id: other.client_id });
    await page.goto(url);
    await signIn(page, "wrong");
    await page.waitForSelector('[role="alert"]');
    await signIn(page);
    await page.click("#consent-allow");
    await page.waitForURL(`${redirect}**`);
    assert.ok(new URL(page.url()).searchParams.get("code"));
    const end = new URL(config.serverMetadata().end_session_endpoint);
    end.search = new URLSearchParams({ client_id: other.client_id, post_logout_redirect_uri: `${party.origin}/bye` });
    await page.goto(end.href);
    await page.click("#logout-confirm");
    await page.waitForURL(`${party.origin}/bye**`);
    await page.goto((await request({ prompt: "none" })).url);
    assert.equal(new URL(page.url()).searchParams.get("error"), "login_required");
    await page.context().close();
  });

  test("a double click on Sign in and on Allow is harmless", async () => {
    const page = await person();
    await page.goto((await request({ prompt: "login consent" })).url);
    await page.fill("#username", ALICE.username);
    await page.fill("#password", ALICE.password);
    await page.dblclick("#login-submit");
    await page.waitForSelector("#consent-allow");
    await page.dblclick("#consent-allow");
    // The second press may end the navigation of the first: both lead there.
    await page.waitForURL(`${redirect}**`).catch(() => page.waitForURL(`${redirect}**`));
    assert.ok(new URL(page.url()).searchParams.get("code"));
    await page.context().close();
  });

  test("the keyboard alone signs in and consents", async () => {
    const page = await person();
    const other = await signet.createClient({ ...WEB, client_name: "Keys", redirect_uris: [redirect] });
    await page.goto((await request({ client_id: other.client_id })).url);
    await page.focus("#username");
    await page.keyboard.type(ALICE.username);
    for (let tabs = 0; tabs < 4 && !(await page.evaluate(() => document.activeElement.id === "password")); tabs += 1) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type(ALICE.password);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#consent-allow");
    for (let tabs = 0; tabs < 20 && !(await page.evaluate(() => document.activeElement.id === "consent-allow")); tabs += 1) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(`${redirect}**`);
    assert.ok(new URL(page.url()).searchParams.get("code"));
    await page.context().close();
  });

  test("what must not redirect ends on a page", async () => {
    const page = await person();
    for (const [name, more] of [
      ["error-client", { client_id: "nobody" }],
      ["error-redirect", { redirect_uri: `${party.origin}/elsewhere` }],
    ]) {
      const answer = await page.goto((await request(more)).url);
      assert.equal(answer.status(), 400, name);
      assert.ok(page.url().startsWith(signet.issuer), name);
      await inspect(page, name);
    }
    await page.context().close();
  });

  test("a sign-in opened in another browser says so, in every language", async () => {
    const page = await person();
    await page.goto((await request()).url);
    const other = await person();
    assert.equal((await other.goto(page.url())).status(), 400);
    await other.getByRole("heading", { name: "This browser does not know this sign-in" }).waitFor();
    await inspect(other, "error-unknown-browser");
    for (const language of ["de", "ar"]) {
      await other.click("footer summary");
      await other.click(`footer a[lang=${language}]`);
      assert.equal(await other.getAttribute("html", "lang"), language);
    }
    await other.click(".home");
    assert.equal(await other.getAttribute("html", "lang"), "ar", "a language that was chosen stays");
    await page.context().close();
    await other.context().close();
  });

  test("a password manager finds the user name when somebody signs in again", async () => {
    const page = await person();
    await page.goto((await request()).url);
    await arrive(page);
    await page.goto((await request({ prompt: "login" })).url);
    const field = page.locator('input[autocomplete="username"]');
    assert.ok(await field.isVisible() && !(await field.isEditable()));
    assert.equal(await field.inputValue(), `${ALICE.username}@example.test`);
    await inspect(page, "sign-in-again");
    await page.context().close();
  });

  test("pages are closed to frames, scripts and caches", async () => {
    const page = await person();
    const headers = (await page.goto((await request()).url)).headers();
    const policy = headers["content-security-policy"] ?? "";
    assert.match(policy, /default-src 'none'|default-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
    assert.match(headers["cache-control"] ?? "", /no-store/);
    assert.equal(headers["x-content-type-options"], "nosniff");
    await page.context().close();
  });

  test("landing, account and the account chooser", async () => {
    const page = await person();
    assert.equal((await page.goto(`${signet.issuer}/`)).status(), 200);
    await inspect(page, "landing");
    await page.goto((await request()).url);
    await arrive(page);
    await page.goto((await request({ prompt: "select_account" })).url);
    assert.ok(page.url().startsWith(signet.issuer), "asks which account");
    await inspect(page, "chooser");
    assert.equal((await page.goto(`${signet.issuer}/account`)).status(), 200);
    assert.ok((await page.textContent("body")).includes(ALICE.claims.name));
    await inspect(page, "account");
    await page.context().close();
  });

  test("a password is set through a one-time link", async () => {
    await signet.createUser("grace", ALICE.password, ALICE.claims);
    const { link } = await signet.json("user", "password-link", "grace");
    const page = await person();
    for (const [language, heading] of [["ar", "rtl"], ["de", "ltr"], ["en", "ltr"]]) {
      assert.equal((await page.goto(`${link}&ui_locales=${language}`)).status(), 200);
      assert.equal(await page.getAttribute("html", "dir"), heading);
      await inspect(page, `password-link-${language}`);
    }
    await page.fill("#password", "short");
    await page.fill("#password_again", "another");
    await page.click("#password-submit");
    await page.waitForSelector('[role="alert"]');
    assert.equal(await page.inputValue("#password"), "", "a password never comes back");
    await inspect(page, "password-link-wrong");
    for (const field of ["#password", "#password_again"]) await page.fill(field, "ten words that nobody puts together");
    await page.click("#password-submit");
    await page.getByRole("heading", { name: "Your password is set" }).waitFor();
    await inspect(page, "password-set");
    await page.reload();
    await page.getByRole("heading", { name: "Your password is set" }).waitFor();
    await page.click("footer summary");
    await page.click("footer a[lang=de]");
    await page.getByRole("heading", { name: "Ihr Passwort ist festgelegt" }).waitFor();
    assert.ok((await page.textContent("body")).includes("grace"), "it says whose");
    assert.equal((await page.goto(`${link}&ui_locales=en`)).status(), 404, "it works once");
    await inspect(page, "password-link-used");
    await page.context().close();
  });

  test("the first administrator is made through the link in the terminal", async () => {
    const fresh = await Signet.start();
    try {
      const link = /https?:\/\/\S*setup\S*/.exec(fresh.output.replace(/\u001b\[[0-9;]*m/g, ""))?.[0];
      assert.ok(link, `no setup link in\n${fresh.output}`);
      assert.ok(link.startsWith(fresh.issuer));
      const page = await person();
      assert.equal((await page.goto(link)).status(), 200);
      await inspect(page, "setup");
      await page.fill("#username", "two words");
      await page.fill("#password", "short");
      await page.click("#setup-submit");
      await page.waitForSelector('[role="alert"]');
      assert.equal(await page.locator(".error").count(), 4, "every field says what is wrong with it");
      await inspect(page, "setup-wrong");
      await page.fill("#username", "root");
      await page.fill("#email", "root@example.test");
      for (const field of ["#password", "#password_again"]) await page.fill(field, "ten words that nobody puts together");
      await page.click("#setup-submit");
      await page.getByRole("heading", { name: "Your account is ready" }).waitFor();
      await inspect(page, "setup-done");
      await page.goto(`${fresh.issuer}/account`);
      assert.ok((await page.textContent("body")).includes("root@example.test"), "whoever made it is signed in");
      await page.context().close();
    } finally {
      await fresh.stop();
      await fresh.remove();
    }
  });
});
