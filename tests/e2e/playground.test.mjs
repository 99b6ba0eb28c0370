// `serve --demo` in Chromium: the one-time link and the whole walk through the playground.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PICTURES, inspect, launch, person as visitor } from "./support/chromium.mjs";
import { post, request } from "./support/http.mjs";
import { ALICE } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

describe("the playground", () => {
  let signet;
  let browser;
  let home;

  before(async () => {
    signet = await Signet.prepare();
    await signet.serve("--demo");
    home = `${signet.issuer}/playground`;
    browser = await launch();
    // Somebody with a password, who can sign in more than once.
    const page = await person();
    await page.goto(/https?:\/\/\S*\/setup\S*/.exec(signet.output)[0]);
    const { username, password } = ALICE;
    for (const [field, value] of Object.entries({ username, email: "alice@example.test", password, password_again: password })) {
      await page.fill(`#${field}`, value);
    }
    await page.click("#setup-submit");
    await page.context().close();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
  });

  const person = (options) => visitor(browser, { viewport: { width: 1280, height: 900 }, ...options });
  const step = (page, number) => page.locator(`#step-${number}`);

  /** Presses a button and answers with the text of the step that it leads to. */
  async function press(page, name, number) {
    await page.click(`#do-${name}`);
    await page.waitForURL(`**/playground**#step-${number}`);
    const text = await step(page, number).innerText();
    assert.equal(await step(page, number).locator(".checks li.bad").count(), 0, `a check fails after ${name}:\n${text}`);
    return text;
  }

  /** Through the server with a password, and back. */
  async function authorize(page) {
    await page.click("#go-2");
    await page.fill("#username", ALICE.username);
    await page.fill("#password", ALICE.password);
    await page.click("#login-submit");
    await page.waitForURL(/consent|playground|enrol/);
    // She is the administrator, who sets a further factor up another time.
    if (page.url().includes("/enrol")) {
      await page.click("#later");
      await page.waitForURL(/consent|playground/);
    }
    if (page.url().includes("/consent")) await page.click("#consent-allow");
    await page.waitForURL("**/playground**#step-2");
  }

  /** From the tokens to the end of the session. */
  async function useTokens(page) {
    const userinfo = await press(page, "userinfo", 4);
    assert.match(userinfo, /sub is the one of the ID token/);
    const refreshed = await press(page, "refresh", 5);
    assert.match(refreshed, /The refresh token was replaced/);
    assert.match(await press(page, "replay", 5), /within the grace/);
    const introspected = await press(page, "introspect", 6);
    assert.match(introspected, /401 Unauthorized[\s\S]*invalid_client/, "a public client may not introspect");
    assert.match(await press(page, "revoke", 6), /200 OK/);
    const dead = await press(page, "after", 6);
    assert.match(dead, /invalid_token[\s\S]*The access token ended with the refresh token/);
    return userinfo;
  }

  async function signOut(page) {
    await page.click("#go-7");
    await page.waitForURL("**/playground**#step-7");
    assert.match(await step(page, 7).innerText(), /You are signed out/);
  }

  test("a newcomer is led from the playground to the one-time link and back, and through every step", async () => {
    const page = await person();
    assert.equal((await page.goto(`${signet.issuer}/`)).status(), 200);
    await page.click(`a[href="${home}"]`);
    await page.locator(".step.ahead").nth(5).waitFor();
    assert.equal(await page.locator(".step.ahead").count(), 6, "only the first step can be taken");
    await inspect(page, "playground-start");
    for (const scope of ["address", "phone", "offline_access", "organizations"]) await page.check(`#scope-${scope}`);
    const asked = await press(page, "begin", 2);
    for (const part of ["code_challenge", "nonce", "RFC 7636 §4.2", "openid profile email"]) assert.ok(asked.includes(part), part);
    await inspect(page, "playground-request");

    await page.click("#go-2");
    await page.waitForURL("**/login?**");
    assert.match(await page.textContent("#demo-hint"), /one-time link/);
    await inspect(page, "sign-in-demo");
    const link = /https?:\/\/\S*sign-in-link\S*/.exec(signet.output)?.[0];
    assert.ok(link, `no link in\n${signet.output}`);
    await page.goto(link);
    await page.click("#login-submit");
    await page.click("#consent-allow");
    await page.waitForURL("**/playground#step-2");
    assert.ok(!page.url().includes("code="), "the code stays in no history");
    const came = await step(page, 2).innerText();
    assert.match(came, /state is the one we sent[\s\S]*iss is the server we asked[\s\S]*a code came back/);

    const exchanged = await press(page, "exchange", 3);
    for (const part of ["code_verifier", "200 OK", "at+jwt", "The signature is right", "nonce is the one we sent", "auth_time"]) {
      assert.ok(exchanged.includes(part), part);
    }
    const userinfo = await useTokens(page);
    for (const claim of ["Countess", "1815-12-10", "ada@northwind.example", "+442079460123", "SW1Y 4JH", "Northwind Traders"]) {
      assert.ok(userinfo.includes(claim), claim);
    }
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    await inspect(page, "playground-full");
    await signOut(page);
    await inspect(page, "playground-end");
    assert.equal((await page.goto(link)).status(), 404, "the link works once");
    await page.context().close();
  });

  test("it works without JavaScript, in German and Arabic", async () => {
    for (const [language, dir] of [["de", "ltr"], ["ar", "rtl"]]) {
      const page = await person({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
      await page.goto(`${home}?ui_locales=${language}`);
      await page.click("#do-begin");
      await authorize(page);
      for (const [name, number] of [["exchange", 3], ["userinfo", 4], ["refresh", 5], ["replay", 5], ["introspect", 6], ["revoke", 6], ["after", 6]]) {
        await page.click(`#do-${name}`);
        await page.waitForURL(`**#step-${number}`);
      }
      assert.equal(await page.getAttribute("html", "lang"), language, "the language is kept all the way");
      assert.equal(await page.getAttribute("html", "dir"), dir);
      assert.equal(await page.locator(".checks li.bad").count(), 0);
      await page.screenshot({ path: `${PICTURES}playground-${language}-390.png`, fullPage: true });
      await page.click("#go-7");
      await page.waitForURL("**#step-7");
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    }
  });

  test("a code sent twice ends what it brought, an opened fold shows the message as it was", async () => {
    const page = await person();
    await page.goto(home);
    await press(page, "begin", 2);
    await authorize(page);
    await press(page, "exchange", 3);
    await step(page, 3).locator(".raw summary").click();
    const [asked, curl, answered] = await step(page, 3).locator(".raw pre").allInnerTexts();
    assert.match(asked, /^POST \/token HTTP\/1\.1\nHost: 127[\s\S]*\n\ngrant_type=authorization_code&code=/);
    assert.ok(curl.includes("--data-urlencode 'client_id=playground'"));
    assert.equal(JSON.parse(answered.split("\n\n")[1]).token_type, "Bearer");
    await press(page, "again", 3);
    assert.match(await step(page, 3).innerText(), /400 Bad Request[\s\S]*invalid_grant[\s\S]*A code works once/);
    await page.click("#do-userinfo");
    await page.waitForURL("**#step-4");
    assert.match(await step(page, 4).innerText(), /401 Unauthorized/);
    await page.context().close();
  });

  test("prompt=none without a session comes back as an error", async () => {
    const page = await person();
    await page.goto(home);
    await page.check("input[name=prompt][value=none]");
    await page.click("#do-begin");
    await page.click("#go-2");
    await page.waitForURL("**/playground#step-2");
    const text = await step(page, 2).innerText();
    assert.match(text, /login_required[\s\S]*Not so: The person agreed/);
    assert.equal(await page.locator("#do-exchange").count(), 0, "there is no code to exchange");
    await page.context().close();
  });

  test("a run belongs to its browser, and answers to other requests are not used", async () => {
    const mine = await person();
    await mine.goto(home);
    await press(mine, "begin", 2);
    const state = new URL(await mine.getAttribute("#go-2", "href")).searchParams.get("state");
    const other = await person();
    await other.goto(home);
    assert.equal(await other.locator(".step.ahead").count(), 6);
    await other.goto(`${home}/callback?code=x&state=${state}&iss=${signet.issuer}`);
    assert.match(await other.textContent('[role="alert"]'), /no longer known/);
    await mine.goto(`${home}/callback?code=x&state=wrong&iss=${signet.issuer}`);
    assert.match(await mine.textContent('[role="alert"]'), /state is not the one we sent/);
    assert.equal(await mine.locator("#do-exchange").count(), 0);
    await mine.goto(`${home}/callback?code=x&state=${state}&iss=https://elsewhere.example`);
    assert.match(await step(mine, 2).innerText(), /Not so: iss is the server we asked/);
    assert.equal(await mine.locator("#do-exchange").count(), 0, "an answer of another server is not used");
    await mine.goto(`${home}/callback?code=x&state=${state}&iss=${signet.issuer}`);
    assert.equal(await mine.locator("#do-exchange").count(), 0, "a state works once");

    const cookie = (await mine.context().cookies()).map((one) => `${one.name}=${one.value}`).join("; ");
    const forged = await post(home, { do: "reset", csrf: "x" }, { cookie });
    assert.equal(forged.status, 403);
    const crossed = await post(home, { do: "reset", csrf: await mine.inputValue("#step-1 [name=csrf]") }, { cookie, "sec-fetch-site": "cross-site" });
    assert.equal(crossed.status, 403);
    await mine.reload();
    assert.equal(await mine.locator("#do-reset").count(), 1, "the run is still there");
    await mine.click("#do-reset");
    await mine.waitForURL(home);
    assert.equal(await mine.locator("#do-reset").count(), 0);
    await Promise.all([mine, other].map((page) => page.context().close()));
  });

  test("a restart keeps the demo and prints a fresh link; without --demo there is no playground", async () => {
    await signet.stop();
    signet.output = "";
    await signet.serve("--demo");
    const page = await person();
    await page.goto(/https?:\/\/\S*sign-in-link\S*/.exec(signet.output)[0]);
    await page.click("#login-submit");
    await page.waitForURL(`${signet.issuer}/playground`);
    assert.match(await page.textContent(".who"), /ada/);
    await signet.stop();
    await signet.serve();
    for (const path of ["/playground", "/playground/callback"]) {
      assert.equal((await request("GET", `${signet.issuer}${path}`)).status, 404, path);
    }
    assert.ok(!(await request("GET", `${signet.issuer}/login`)).text.includes("demo-hint"));
    await page.context().close();
  });
});
