// Making an account in Chromium: the address is proven by a mail, read by Python's `email`, then the rest is asked. Once
// more without JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { read, text } from "./support/mails.mjs";
import { Signet } from "./support/signet.mjs";
import { SmtpSink } from "./support/smtp.mjs";

for (const javaScriptEnabled of [true, false]) {
  describe(`signing up, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    let sink;
    let signet;
    let browser;
    before(async () => {
      sink = await SmtpSink.start();
      signet = await Signet.start({ settings: { ...sink.settings(), SIGNET__SIGN_UP__MODE: "open" } });
      await signet.cli("feature", "enable", "mail_sign_in");
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await signet?.stop();
      await signet?.remove();
      await sink?.stop();
    });

    // axe-core is a script itself.
    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const path = (page) => new URL(page.url()).pathname;

    /** A browser that has given its address, and the mail to it. */
    async function given(email) {
      const page = await visitor(browser, { javaScriptEnabled });
      await page.goto(`${signet.issuer}/login`);
      await look(page, "sign-in-with-sign-up");
      await page.click("#sign-up");
      await look(page, "sign-up");
      const before = sink.mails.length;
      await page.fill("#email", email);
      await page.click("#sign-up-send");
      await page.waitForSelector("#mail-number");
      for (let tries = 0; tries < 400 && sink.mails.length === before; tries += 1) {
        await new Promise((done) => setTimeout(done, 50));
      }
      const [mail] = await read([sink.mails.at(-1).raw]);
      assert.deepEqual([mail.defects, mail.to], [[], [["", email]]]);
      return { page, subject: mail.headers.subject, code: text(mail).match(/^\s*(\d{6})\s*$/m)[1] };
    }

    test("an account is made, and whoever comes again with its address signs in to it", async () => {
      const { page, subject, code } = await given("grace@example.test");
      assert.equal(subject, "Your code for Northwind");
      await page.fill("#code", code);
      await page.click("#code-submit");
      await page.waitForSelector("#sign-up-submit");
      await look(page, "sign-up-details");
      assert.equal(await page.inputValue("#username"), "grace");
      assert.equal(await page.getAttribute("#password", "autocomplete"), "new-password");
      await page.fill("#password", "short");
      await page.click("#sign-up-submit");
      await page.waitForSelector("#password-error");
      await look(page, "sign-up-details-wrong");
      await page.fill("#name", "Grace Hopper");
      await page.fill("#password", "a password that nobody guesses");
      await page.dblclick("#sign-up-submit");
      await page.waitForURL("**/account");
      assert.ok((await page.textContent("body")).includes("Grace Hopper"));

      const again = await given("grace@example.test");
      assert.equal(again.subject, "You have a Northwind account already");
      await again.page.fill("#code", again.code);
      await again.page.click("#code-submit");
      await again.page.waitForURL("**/account");
      assert.equal(path(again.page), "/account");
      for (const one of [page, again.page]) await one.context().close();
    });
  });
}
