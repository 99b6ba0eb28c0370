// An invitation, and what is wanted before an app gets its answer, in Chromium: terms, a proven address, another password.
// Mails are read by Python's `email`. Once more without JavaScript.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect, person as visitor } from "./support/chromium.mjs";
import { mailSignIn } from "./support/mail-sign-in.mjs";
import { code, link, next } from "./support/mails.mjs";

const PASSWORD = "a password that nobody guesses";
const documents = (version) =>
  `[{ id = "terms", version = "${version}", url = "https://example.test/terms" }, ` +
  `{ id = "news", version = "1", title = "Our newsletter", text = "Once a month.", required = false }]`;

for (const javaScriptEnabled of [true, false]) {
  describe(`invitations and required steps, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    const running = mailSignIn({
      settings: { SIGNET__SIGN_UP__MODE: "invitation", SIGNET__TERMS__DOCUMENTS: documents("1") },
    });

    // axe-core is a script itself.
    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const fresh = () => visitor(running.browser, { javaScriptEnabled });

    async function signIn(page) {
      await page.goto(`${running.signet.issuer}/login`);
      await page.fill("#username", "grace");
      await page.fill("#password", PASSWORD);
      await page.click("#login-submit");
    }

    test("somebody who is invited makes an account, and takes the steps that are wanted later", async () => {
      const { signet, sink } = running;
      const before = sink.mails.length;
      await signet.cli("user", "invite", "grace@example.test", "--name", "Grace Hopper");
      const mail = await next(sink, before, "grace@example.test");
      const page = await fresh();
      await page.goto(link(mail));
      await page.waitForSelector("#invitation-accept");
      await look(page, "invitation");
      await page.click("#invitation-accept");
      await page.waitForSelector("#sign-up-submit");
      await look(page, "invitation-details");
      assert.equal(await page.inputValue("#name"), "Grace Hopper");
      await page.click("#sign-up-submit");
      await page.waitForSelector("#agree-terms-error");
      await look(page, "invitation-details-wrong");
      await page.check("#agree-terms");
      await page.fill("#password", PASSWORD);
      await page.click("#sign-up-submit");
      await page.waitForURL("**/account");
      await page.context().close();

      for (const step of ["verify", "password"]) await signet.cli("user", "require", "grace", step);
      const later = await fresh();
      await signIn(later);
      await later.waitForSelector("#verify-send");
      await look(later, "verify");
      const sent = sink.mails.length;
      await later.click("#verify-send");
      await later.waitForSelector("#mail-number");
      await look(later, "verify-wait");
      await later.fill("#code", code(await next(sink, sent, "grace@example.test")));
      await later.click("#code-submit");
      await later.waitForSelector("#password-submit");
      await look(later, "renew-password");
      await later.fill("#password", PASSWORD);
      await later.fill("#password_again", PASSWORD);
      await later.click("#password-submit");
      await later.waitForSelector("#password-error");
      await look(later, "renew-password-wrong");
      await later.fill("#password", `${PASSWORD} either`);
      await later.fill("#password_again", `${PASSWORD} either`);
      await later.dblclick("#password-submit");
      // The second press takes the first one's navigation away, and this wait with it.
      await later.waitForURL("**/account").catch(() => later.waitForURL("**/account"));
      const shown = await signet.json("user", "show", "grace");
      assert.deepEqual(shown.required, []);
      assert.deepEqual(shown.agreed.map((one) => [one.document, one.version]), [["terms", "1"]]);
      await later.context().close();

      // An invitation that was used, in any browser.
      const used = await fresh();
      const answer = await used.goto(link(mail));
      assert.equal(answer.status(), 404);
      await used.context().close();
    });

    test("somebody who has not agreed yet does so when they sign in", async () => {
      await running.signet.createUser("ada", PASSWORD);
      const page = await fresh();
      await page.goto(`${running.signet.issuer}/login`);
      await page.fill("#username", "ada");
      await page.fill("#password", PASSWORD);
      await page.click("#login-submit");
      await page.waitForSelector("#terms-agree");
      await look(page, "terms");
      await page.click("#terms-agree");
      await page.waitForSelector("#agree-terms-error");
      await look(page, "terms-missing");
      await page.check("#agree-terms");
      await page.click("#terms-agree");
      await page.waitForURL("**/account");
      await page.context().close();
    });
  });
}
