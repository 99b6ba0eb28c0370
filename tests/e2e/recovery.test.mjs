// A forgotten password in Chromium, from the app's request to the app, and what goes wrong on the way; another password
// from one's account. Once more without JavaScript.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { request } from "./support/http.mjs";
import { ALICE, WEB } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

for (const javaScriptEnabled of [true, false]) {
  describe(`a forgotten password, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    let signet, browser, party, client, redirect;
    before(async () => {
      party = createServer((incoming, outgoing) => outgoing.setHeader("content-type", "text/html").end("<!doctype html><title>Client</title><h1>Back at the client</h1>"));
      await new Promise((done) => party.listen(0, "127.0.0.1", done));
      const origin = `http://127.0.0.1:${party.address().port}`;
      redirect = `${origin}/callback`;
      signet = await Signet.start({ settings: { SIGNET__LIMITS__RULES: '[{ rule = "recovery_address", max = 6, window = "1h" }, { rule = "recovery_account", max = 20, window = "1h" }]' } });
      await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
      client = await signet.createClient({ ...WEB, redirect_uris: [redirect], client_uri: `${origin}/` }, "--first-party");
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await signet?.stop();
      await signet?.remove();
      party?.close();
      party?.closeAllConnections();
    });

    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const path = (page) => new URL(page.url()).pathname;
    const fresh = () => visitor(browser, { javaScriptEnabled });

    function authorize(state) {
      const challenge = createHash("sha256").update(randomBytes(32)).digest("base64url");
      const asked = { client_id: client.client_id, redirect_uri: redirect, response_type: "code", scope: "openid", state, code_challenge: challenge, code_challenge_method: "S256" };
      return `${signet.issuer}/authorize?${new URLSearchParams(asked)}`;
    }

    /** Asks for a link on the page that the sign-in page leads to. */
    async function ask(page, name) {
      await page.click("#forgot-password");
      assert.equal(path(page), "/forgot");
      await page.fill("#username", name);
      await page.click("#forgot-submit");
    }

    /** The newest mail's link, once there are so many mails. */
    async function mailed(count) {
      for (let tries = 0; tries < 200; tries += 1) {
        const { text } = await request("GET", `${signet.issuer}/dev/mail`);
        const all = [...new Set(text.match(/\/dev\/mail\/evt_[0-9A-Z]+/g) ?? [])];
        if (all.length >= count) {
          const mail = await request("GET", signet.issuer + all[0]);
          return mail.text.match(/http:\/\/127\.0\.0\.1:\d+\/reset\?token=[\w-]+/)?.[0];
        }
        await new Promise((done) => setTimeout(done, 50));
      }
      throw new Error(`there are not ${count} mails`);
    }

    async function choose(page, password, again = password) {
      await page.fill("#password", password);
      await page.fill("#password_again", again);
      await page.click("#password-submit");
    }

    test("the link sets a password, and the app's request goes on in the browser that asked", async () => {
      const page = await fresh();
      await page.goto(authorize("first"));
      await page.click("#forgot-password");
      await look(page, "forgot");
      await page.click("#back-to-sign-in");
      assert.equal(path(page), "/login");
      await ask(page, "alice@example.test");
      await look(page, "recovery-requested");
      const link = await mailed(1);
      // A second tab of the same browser, where the link was opened before.
      const tab = await page.context().newPage();
      await tab.goto(link);
      await page.goto(link);
      await look(page, "reset");
      await choose(page, "short", "other");
      await page.waitForSelector('[role="alert"]');
      await look(page, "reset-wrong");
      await choose(page, "the first new password");
      await page.waitForURL(`${redirect}*`);
      assert.equal(new URL(page.url()).searchParams.get("state"), "first");
      // Once more, to the form that is spent.
      await page.goto(link);
      assert.equal(await page.textContent("h1"), "This link has been used or is too old", "it worked once");
      await look(page, "reset-spent");
      await choose(tab, "another one from the second tab");
      assert.equal(await tab.textContent("h1"), "This link has been used or is too old");
      await page.context().close();
    });

    test("in another browser it sets the password and signs nobody in", async () => {
      const asking = await fresh();
      await asking.goto(authorize("second"));
      await ask(asking, ALICE.username);
      // The mail of the change before lies there as well.
      const link = await mailed(3);
      const other = await fresh();
      await other.goto(link);
      await choose(other, "the second new password");
      assert.equal(path(other), "/reset/done");
      await look(other, "password-set-client");
      assert.equal(await other.textContent("#password-set-next"), "Go on to Tea Party");
      await other.goto(`${signet.issuer}/account`);
      assert.equal(path(other), "/login");
      await asking.click("#back-to-sign-in");
      await asking.fill("#username", ALICE.username);
      await asking.fill("#password", "the second new password");
      await asking.click("#login-submit");
      await asking.waitForURL(`${redirect}*`);
      assert.equal(new URL(asking.url()).searchParams.get("state"), "second");

      // And once more, from one's own account.
      await asking.goto(`${signet.issuer}/account/security`);
      await look(asking, "security-password");
      await asking.click("#change-password");
      await look(asking, "new-password");
      await choose(asking, "alice-alice-alice");
      await asking.waitForSelector('[role="alert"]');
      await look(asking, "new-password-wrong");
      await choose(asking, "the third new password");
      await asking.getByText("Your password is changed.").waitFor();
      for (const one of [asking, other]) await one.context().close();
    });

    test("whoever asks too often waits", async () => {
      const page = await fresh();
      for (let times = 0; times < 5; times += 1) {
        await page.goto(`${signet.issuer}/login`);
        await ask(page, `nobody-${times}`);
      }
      assert.match(await page.textContent('[role="alert"]'), /Too many links were asked for from here\./);
      await look(page, "forgot-too-many");
      await page.context().close();
    });

    test("a button shows what is typed, and it is sent as a password", async () => {
      const page = await fresh();
      await page.goto(`${signet.issuer}/login`);
      await page.fill("#username", ALICE.username);
      await page.fill("#password", "the third new password");
      const field = page.locator("#password");
      const state = async () => [await field.getAttribute("type"), await field.getAttribute("autocomplete"), await field.inputValue()];
      const [hidden, shown] = ["password", "text"].map((type) => [type, "current-password", "the third new password"]);
      assert.deepEqual(await state(), hidden);
      if (!javaScriptEnabled) {
        assert.equal(await page.locator(".show").count(), 0, "what does nothing is not there");
        await page.context().close();
        return;
      }
      const button = page.getByRole("button", { name: "Show password" });
      assert.equal(await button.getAttribute("aria-pressed"), "false");
      await button.click();
      assert.deepEqual(await state(), shown);
      assert.equal(await button.getAttribute("aria-pressed"), "true");
      assert.equal(await field.getAttribute("spellcheck"), "false", "nobody checks its spelling");
      await look(page, "sign-in-password-shown");
      await button.click();
      assert.deepEqual(await state(), hidden);
      // By the keyboard, too; and what is sent is a password again.
      await field.focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      assert.deepEqual(await state(), shown);
      await page.evaluate(() => {
        document.querySelector("#login-submit").form.addEventListener("submit", (event) => {
          event.preventDefault();
          document.title = document.querySelector("#password").type;
        }, { once: true });
      });
      await page.click("#login-submit");
      assert.equal(await page.title(), "password");
      await page.click("#login-submit");
      await page.waitForURL(`${signet.issuer}/account`);
      // Each field of a new password has its own.
      await page.goto(`${signet.issuer}/account/security`);
      await page.click("#change-password");
      const buttons = page.getByRole("button", { name: "Show password" });
      // A script makes them.
      await buttons.nth(1).waitFor();
      assert.equal(await buttons.count(), 2);
      await buttons.nth(1).click();
      assert.deepEqual([await field.getAttribute("type"), await page.getAttribute("#password_again", "type")], ["password", "text"]);
      await look(page, "new-password-shown");
      await page.context().close();
    });
  });
}
