// Authenticator apps in Chromium, with foreign ones (oathtool, zbarimg): set up, asked for, lost. Once more without
// JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { ALICE } from "./support/people.mjs";
import { scanned } from "./support/qr.mjs";
import { Signet } from "./support/signet.mjs";
import { totp } from "./support/totp.mjs";

/** Whoever has no further factor sets one up on the way. */
const REQUIRED = { SIGNET__FACTORS__FURTHER: "required", SIGNET__FACTORS__GRACE: "0s" };

/** The code that an app with this key shows so many seconds from now. */
const code = (key, later = 0) => totp(key, Math.floor(Date.now() / 1000) + later);

for (const javaScriptEnabled of [true, false]) {
  describe(`authenticator apps, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    let signet;
    let browser;
    before(async () => {
      signet = await Signet.start();
      await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await signet?.stop();
      await signet?.remove();
    });

    // axe-core is a script itself.
    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const path = (page) => new URL(page.url()).pathname;

    /** A fresh browser in which the password was entered. */
    async function signIn() {
      const page = await visitor(browser, { javaScriptEnabled });
      await page.goto(`${signet.issuer}/login`);
      await page.fill("#username", ALICE.username);
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
      return page;
    }

    test("an app is set up, asked for, and replaced by a recovery code when it is lost", async () => {
      const page = await signIn();
      await page.click("#security");
      await look(page, "security-none");
      await page.click("#add-app");
      await page.click("summary");
      const key = await page.textContent(".key code");
      await look(page, "new-app");
      const address = new URL(await scanned(page));
      assert.equal(address.protocol, "otpauth:");
      assert.equal(address.host, "totp");
      assert.equal(decodeURIComponent(address.pathname), "/Signet:alice");
      assert.equal(address.searchParams.get("issuer"), "Signet");
      assert.equal(address.searchParams.get("secret"), key.replaceAll(" ", ""), "what is scanned is what is typed by hand");
      await page.fill("#code", "000000");
      await page.click("#confirm-app");
      await page.waitForSelector("#problem");
      await look(page, "new-app-wrong");
      assert.equal(await page.textContent(".key code"), key, "the secret is still the one that was scanned");
      // As it is pasted from a phone: in two groups.
      await page.fill("#code", code(key).replace(/^.../, "$& "));
      await page.click("#confirm-app");
      const codes = await page.locator("#recovery-codes code").allTextContents();
      assert.equal(codes.length, 10);
      await look(page, "recovery-codes");
      await page.click("#codes-kept");
      assert.equal(path(page), "/account/security");
      await look(page, "security");
      await page.goto(`${signet.issuer}/account`);
      await page.click("#sign-out");

      const phone = await signIn();
      assert.equal(path(phone), "/factor");
      assert.equal(await phone.getAttribute("#code", "autocomplete"), "one-time-code");
      assert.equal(await phone.getAttribute("#code", "inputmode"), "numeric");
      await phone.locator("#code:focus").waitFor();
      await look(phone, "factor");
      await phone.fill("#code", "000000");
      await phone.click("#factor-submit");
      await phone.waitForSelector('[role="alert"]');
      await look(phone, "factor-wrong");
      await phone.fill("#code", code(key, 30));
      await phone.click("#factor-submit");
      assert.equal(path(phone), "/account");

      const lost = await signIn();
      await lost.click("#other-factor");
      await look(lost, "factor-recovery");
      await lost.fill("#code", codes[0].toUpperCase());
      await lost.click("#factor-submit");
      assert.equal(path(lost), "/account");
      await lost.click("#security");
      assert.ok((await lost.textContent("body")).includes("9 codes are left."));
      await lost.click("#remove-app-1");
      await lost.getByText("The app is removed.").waitFor();
      await look(lost, "security-removed");
      for (const one of [page, phone, lost]) await one.context().close();
    });
  });

  describe(`a further factor that is required, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    let signet;
    let browser;
    before(async () => {
      signet = await Signet.start({ settings: REQUIRED });
      await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await signet?.stop();
      await signet?.remove();
    });

    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const path = (page) => new URL(page.url()).pathname;

    async function signIn(page) {
      await page.goto(`${signet.issuer}/login`);
      await page.fill("#username", ALICE.username);
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
    }

    async function signOut(page) {
      await page.goto(`${signet.issuer}/account`);
      await page.click("#sign-out");
    }

    test("is set up on the way, and not asked for again on a device that is remembered", async () => {
      const page = await visitor(browser, { javaScriptEnabled });
      await signIn(page);
      assert.equal(path(page), "/enrol");
      const address = page.url();
      await look(page, "enrol");
      await page.click("summary");
      const key = await page.textContent(".key code");
      await page.fill("#code", "000000");
      await page.click("#confirm-app");
      await page.waitForSelector("#problem");
      await look(page, "enrol-wrong");
      await page.fill("#code", code(key));
      await page.click("#confirm-app");
      await page.locator("#recovery-codes code").nth(9).waitFor();
      assert.equal(await page.locator("#recovery-codes code").count(), 10);
      await page.click("#codes-kept");
      assert.equal(path(page), "/account");
      // The address of the form leads to no second app.
      await page.goto(address);
      assert.equal(await page.locator("#confirm-app").count(), 0);
      await page.goto(`${signet.issuer}/account/security`);
      assert.equal(await page.locator("#remove-app-2").count(), 0);
      await signOut(page);

      await signIn(page);
      assert.equal(path(page), "/factor");
      assert.equal(await page.isChecked("#trust"), false);
      await look(page, "factor-trust");
      await page.check("#trust");
      await page.fill("#code", code(key, 30));
      await page.click("#factor-submit");
      assert.equal(path(page), "/account");
      await signOut(page);
      await signIn(page);
      assert.equal(path(page), "/account", "this browser is remembered");
      const other = await visitor(browser, { javaScriptEnabled });
      await signIn(other);
      assert.equal(path(other), "/factor", "and no other one");
      for (const one of [page, other]) await one.context().close();
    });
  });
}
