// Signing in by a mail in Chromium, the mail by a real mail server and read by Python's `email`: the code, the link, the
// link in another browser. Once more without JavaScript.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect, person as visitor } from "./support/chromium.mjs";
import { mailSignIn } from "./support/mail-sign-in.mjs";
import { code, link, next } from "./support/mails.mjs";
import { ALICE } from "./support/people.mjs";

for (const javaScriptEnabled of [true, false]) {
  describe(`signing in by e-mail, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    const running = mailSignIn({
      prepare: (signet) => signet.createUser(ALICE.username, ALICE.password, ALICE.claims),
    });

    // axe-core is a script itself.
    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const path = (page) => new URL(page.url()).pathname;

    /** A fresh browser that has asked for a mail, and what is in it. */
    async function waiting() {
      const page = await visitor(running.browser, { javaScriptEnabled });
      await page.goto(`${running.signet.issuer}/login`);
      await page.click("#mail-sign-in");
      const before = running.sink.mails.length;
      await page.fill("#username", ALICE.username);
      await page.click("#mail-send");
      await page.waitForSelector("#mail-number");
      const mail = await next(running.sink, before, `${ALICE.username}@example.test`);
      return { page, code: code(mail), link: link(mail) };
    }

    test("the code is typed, wrong at first, and the link of the same mail is spent with it", async () => {
      const start = await visitor(running.browser, { javaScriptEnabled });
      await start.goto(`${running.signet.issuer}/login`);
      await look(start, "sign-in-with-mail");
      await start.click("#mail-sign-in");
      await look(start, "mail-ask");
      await start.context().close();

      const { page, code, link: address } = await waiting();
      const waits = page.url();
      assert.equal(await page.getAttribute("#code", "autocomplete"), "one-time-code");
      assert.equal(await page.getAttribute("#code", "inputmode"), "numeric");
      await look(page, "mail-wait");
      await page.fill("#code", code === "000000" ? "000001" : "000000");
      await page.click("#code-submit");
      await page.waitForSelector("#problem");
      await look(page, "mail-wait-wrong");
      await page.fill("#code", code.replace(/^.../, "$& "));
      await page.click("#code-submit");
      assert.equal(path(page), "/account");
      await page.goto(waits);
      assert.ok(!(await page.content()).includes("mail-number"), "the page that waited has nothing to wait for");
      await page.goto(address);
      assert.ok((await page.textContent("h1")).includes("has been used or is too old"), await page.textContent("h1"));
      await page.context().close();
    });

    test("the link signs in where it was asked for", async () => {
      const { page, link: address } = await waiting();
      const tab = await page.context().newPage();
      await tab.goto(address);
      await look(Object.assign(tab, { complaints: [] }), "mail-link");
      await tab.dblclick("#login-submit");
      await tab.waitForURL("**/account").catch(() => tab.waitForURL("**/account"));
      // The tab that waited has nothing to wait for.
      await page.click("#mail-again");
      await page.waitForSelector("h1");
      assert.ok(!(await page.content()).includes("mail-number"));
      await page.context().close();
    });

    test("in another browser the number is asked for, and only the page that waits goes on", async () => {
      const { page, link: address } = await waiting();
      const number = (await page.textContent("#mail-number")).trim();
      const phone = await visitor(running.browser, { javaScriptEnabled });
      await phone.goto(address);
      await look(phone, "mail-elsewhere");
      await phone.click(`button[name=number][value="${number}"]`);
      assert.equal(await phone.textContent("h1"), "Go back to the other browser");
      await look(phone, "mail-approved");
      await phone.goto(`${running.signet.issuer}/account`);
      assert.equal(path(phone), "/login", "nobody is signed in there");
      // With a script it goes on by itself.
      if (!javaScriptEnabled) await page.click("#mail-continue");
      await page.waitForURL("**/account");
      assert.deepEqual(page.complaints, []);
      for (const one of [page, phone]) await one.context().close();
    });

    test("a wrong number ends the mail for both browsers", async () => {
      const { page, code, link: address } = await waiting();
      const number = (await page.textContent("#mail-number")).trim();
      const phone = await visitor(running.browser, { javaScriptEnabled });
      await phone.goto(address);
      await phone.click(`button[name=number]:not([value="${number}"])`);
      assert.equal(await phone.textContent("h1"), "Nobody was signed in");
      await look(phone, "mail-refused");
      await page.fill("#code", code);
      await page.click("#code-submit");
      await page.waitForSelector("#problem");
      assert.equal(path(page), "/login/email/code");
      await look(page, "mail-ask-over");
      for (const one of [page, phone]) await one.context().close();
    });
  });
}
