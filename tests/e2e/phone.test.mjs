// A telephone number in Chromium, with a gateway of our own that takes each text: added, confirmed, asked for at sign-in,
// removed. Once more without JavaScript.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { gateway } from "./support/gateway.mjs";
import { ALICE } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

const NUMBER = "+442079460001";
const SECOND = "+442079460002";

for (const javaScriptEnabled of [true, false]) {
  describe(`a telephone number, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    let sink;
    let signet;
    let browser;
    before(async () => {
      sink = await gateway();
      signet = await Signet.start({
        settings: {
          ...sink.settings,
          SIGNET__FACTORS__SMS: "true",
        },
      });
      await signet.createUser(ALICE.username, ALICE.password, {});
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await signet?.stop();
      await signet?.remove();
      sink?.stop();
    });

    // axe-core is a script itself.
    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const path = (page) => new URL(page.url()).pathname;
    const another = (code) => (code === "000000" ? "000001" : "000000");

    /** A fresh browser in which the password was entered. */
    async function signIn(username = ALICE.username) {
      const page = await visitor(browser, { javaScriptEnabled });
      await page.goto(`${signet.issuer}/login`);
      await page.fill("#username", username);
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
      return page;
    }

    test("it is confirmed by a code, asked for at sign-in, and removed", async () => {
      const page = await signIn();
      await page.goto(`${signet.issuer}/account/profile`);
      await page.click("#to-phone");
      assert.equal(await page.getAttribute("#phone_number", "type"), "tel");
      assert.equal(await page.getAttribute("#phone_number", "inputmode"), "tel");
      assert.equal(await page.getAttribute("#phone_number", "autocomplete"), "tel");
      await look(page, "phone-none");
      await page.fill("#phone_number", "020 7946 0001");
      await page.click("#send-phone-code");
      await page.waitForSelector("#problem");
      assert.equal(await page.inputValue("#phone_number"), "020 7946 0001", "what was typed is kept");
      assert.equal(await page.getAttribute("#phone_number", "aria-invalid"), "true");
      await look(page, "phone-no-number");
      await page.fill("#phone_number", "+1 876 555 0123");
      await page.click("#send-phone-code");
      await page.getByText("No texts are sent to this country.").waitFor();
      assert.deepEqual(sink.texts, []);

      await page.fill("#phone_number", "+44 20 7946 0001");
      await page.click("#send-phone-code");
      await page.waitForSelector("#confirm-phone");
      assert.equal(await page.getAttribute("#code", "autocomplete"), "one-time-code");
      assert.equal(await page.getAttribute("#code", "inputmode"), "numeric");
      const code = await sink.code(0, NUMBER);
      assert.ok(!/https?:/.test(sink.texts[0].text), "no link stands in a text");
      await look(page, "phone-waits");
      await page.fill("#code", another(code));
      await page.click("#confirm-phone");
      await page.waitForSelector("#problem");
      await look(page, "phone-wrong");
      await page.fill("#code", code.replace(/^.../, "$& "));
      await page.click("#confirm-phone");
      await page.getByText("Your number is confirmed.").waitFor();
      await look(page, "phone-proven");

      await page.click("#phone-factor");
      await page.locator("#recovery-codes code").nth(9).waitFor();
      assert.equal(await page.locator("#recovery-codes code").count(), 10);
      await page.click("#codes-kept");
      assert.equal(path(page), "/account/phone");
      await look(page, "phone-factor-on");

      const other = await signIn();
      assert.equal(path(other), "/factor");
      await look(other, "factor-text-offer");
      const before = sink.texts.length;
      // A double click asks for one text.
      await other.dblclick("#send-text");
      await other.waitForSelector("#factor-submit");
      assert.equal(await other.getAttribute("#code", "autocomplete"), "one-time-code");
      assert.equal(await other.getAttribute("#code", "inputmode"), "numeric");
      const second = await sink.code(before, NUMBER);
      await look(other, "factor-text");
      await other.fill("#code", another(second));
      await other.click("#factor-submit");
      await other.waitForSelector("#problem");
      await look(other, "factor-text-wrong");
      await other.fill("#code", second);
      await other.click("#factor-submit");
      await other.waitForURL("**/account");
      assert.equal(sink.texts.length, before + 1);

      await other.goto(`${signet.issuer}/account/security`);
      await look(other, "security-texts");
      await other.click("#to-phone");
      await other.click("#remove-phone");
      await other.getByText("The number is removed.").waitFor();
      await look(other, "phone-removed");
      const last = await signIn();
      assert.equal(path(last), "/account", "the password alone signs in again");
      for (const one of [page, other, last]) await one.context().close();
    });

    test("one that the operator wants is confirmed on the way, whichever it is", async () => {
      await signet.createUser("bob", ALICE.password, {});
      await signet.cli("user", "require", "bob", "phone");
      const page = await signIn("bob");
      await page.waitForSelector("#send-phone-code");
      assert.equal(path(page), "/phone");
      assert.equal(await page.locator("#phone-later").count(), 0, "nobody goes on without");
      await look(page, "phone-required");
      await page.fill("#phone_number", SECOND);
      await page.click("#send-phone-code");
      await page.waitForSelector("#confirm-phone");
      const text = await sink.newest(SECOND);
      await page.fill("#code", text.slice(0, 6));
      await page.click("#confirm-phone");
      await page.waitForURL("**/account");
      assert.deepEqual((await signet.json("user", "show", "bob")).required, []);
      await page.context().close();
    });
  });
}
