// Making an account in Chromium: the address is proven by a mail, read by Python's `email`, then the rest is asked. Once
// more without JavaScript.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect, person as visitor } from "./support/chromium.mjs";
import { mailSignIn } from "./support/mail-sign-in.mjs";
import { code, next } from "./support/mails.mjs";

for (const javaScriptEnabled of [true, false]) {
  describe(`signing up, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    const running = mailSignIn({ settings: { SIGNET__SIGN_UP__MODE: "open", SIGNET__SIGN_UP__PHONE: "optional" } });

    // axe-core is a script itself.
    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const path = (page) => new URL(page.url()).pathname;

    /** A browser that has given its address, and the mail to it. */
    async function given(email) {
      const page = await visitor(running.browser, { javaScriptEnabled });
      await page.goto(`${running.signet.issuer}/login`);
      await look(page, "sign-in-with-sign-up");
      await page.click("#sign-up");
      await look(page, "sign-up");
      const before = running.sink.mails.length;
      await page.fill("#email", email);
      await page.click("#sign-up-send");
      await page.waitForSelector("#mail-number");
      const mail = await next(running.sink, before, email);
      return { page, subject: mail.headers.subject, code: code(mail) };
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
      for (const hint of ["autocomplete", "inputmode", "type"]) assert.equal(await page.getAttribute("#phone", hint), "tel");
      await page.fill("#password", "short");
      await page.click("#sign-up-submit");
      await page.waitForSelector("#password-error");
      await look(page, "sign-up-details-wrong");
      await page.fill("#name", "Grace Hopper");
      await page.fill("#password", "a password that nobody guesses");
      await page.dblclick("#sign-up-submit");
      await page.waitForURL("**/account").catch(() => page.waitForURL("**/account"));
      assert.ok((await page.textContent("body")).includes("Grace Hopper"));

      const again = await given("grace@example.test");
      assert.equal(again.subject, "You have a Northwind account already");
      await again.page.fill("#code", again.code);
      await again.page.click("#code-submit");
      await again.page.waitForURL("**/account");
      assert.equal(path(again.page), "/account");
      for (const one of [page, again.page]) await one.context().close();
    });

    test("a number that was given is to be proven, and who need not give one goes on without", async () => {
      const { page, code } = await given("ada@example.test");
      await page.fill("#code", code);
      await page.click("#code-submit");
      await page.waitForSelector("#sign-up-submit");
      await page.fill("#phone", "020 7946 0001");
      await page.click("#sign-up-submit");
      await page.waitForSelector("#phone-error");
      await look(page, "sign-up-details-no-number");
      await page.fill("#phone", "+44 20 7946 0001");
      await page.click("#sign-up-submit");
      await page.waitForSelector("#send-phone-code");
      assert.equal(await page.inputValue("#phone_number"), "+442079460001");
      await look(page, "prove-phone");
      // The text waits at /dev/mail, on this machine.
      await page.click("#send-phone-code");
      await page.waitForSelector("#confirm-phone");
      await look(page, "prove-phone-code");
      await page.fill("#code", "12");
      await page.click("#confirm-phone");
      await page.waitForSelector("#problem");
      await look(page, "prove-phone-wrong");
      await page.click("#phone-later");
      await page.waitForURL("**/account");
      assert.equal(path(page), "/account");
      await page.context().close();
    });
  });
}
