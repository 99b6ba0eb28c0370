// The name first, then the ways to sign in (`login.page = "name_first"`), in Chromium with and without JavaScript: two
// pages, "Back", another name, what a password manager finds, and a browser that has been signed in.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { authenticatorOf } from "./support/authenticator.mjs";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { ALICE } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

const BOB = { username: "bob", password: "another correct horse battery" };
const settings = { SIGNET__LOGIN__PAGE: "name_first" };
const path = (page) => new URL(page.url()).pathname;

/** Types a name on the first page, and waits for the second. */
async function named(page, name) {
  await page.fill("#username", name);
  await page.click("#name-submit");
  await page.waitForURL("**/login/ways?**");
}

for (const javaScriptEnabled of [true, false]) {
  describe(`the name first, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    let signet;
    let browser;
    before(async () => {
      signet = await Signet.prepare({ settings: { ...settings, SIGNET__PASSKEYS__SUGGEST_EVERY: "0s" } });
      // There are no passkeys for an address of digits.
      signet.moveTo("localhost");
      await signet.serve();
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

    async function opened() {
      const page = await visitor(browser, { javaScriptEnabled });
      await page.goto(`${signet.issuer}/login`);
      return page;
    }

    test("two pages sign in, and a password manager finds name and password on the second", async () => {
      const page = await opened();
      assert.equal(await page.locator("input[type=password]").count(), 0);
      assert.equal(await page.getAttribute("#username", "autocomplete"), "username webauthn");
      await look(page, "name-first");
      await named(page, ALICE.username);
      assert.ok(!page.url().includes(ALICE.username), page.url());
      await look(page, "name-first-ways");
      const form = page.locator("form:has(#password)");
      const name = form.locator("input[autocomplete=username]");
      assert.deepEqual(
        [await name.inputValue(), await name.getAttribute("readonly"), await name.getAttribute("name")],
        [ALICE.username, "", "username"],
      );
      assert.equal(await form.locator("#password").getAttribute("autocomplete"), "current-password");
      await page.fill("#password", "wrong");
      await page.click("#login-submit");
      await page.getByText("That name and password do not match.").waitFor();
      await look(page, "name-first-wrong");
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
      await page.waitForURL("**/account");
      await page.context().close();
    });

    test("\"Back\", \"Forward\", a reload and the language keep the name, and another one may be typed", async () => {
      const page = await opened();
      await named(page, "alcie");
      await page.goBack();
      assert.equal(path(page), "/login");
      await page.goForward();
      assert.equal(await page.inputValue("#account-name"), "alcie");
      await page.reload();
      assert.equal(await page.inputValue("#account-name"), "alcie");
      const german = await page.getAttribute("a[lang=de]", "href");
      await page.goto(new URL(german, page.url()).href);
      assert.equal(await page.getAttribute("html", "lang"), "de");
      assert.equal(await page.inputValue("#account-name"), "alcie");
      await page.click("#change-name");
      assert.deepEqual([path(page), await page.inputValue("#username")], ["/login", "alcie"]);
      await named(page, ALICE.username);
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
      await page.waitForURL("**/account");
      await page.context().close();
    });

    test("a browser that has been signed in shows what the account has, with a way to all the rest", async () => {
      const page = await opened();
      await named(page, ALICE.username);
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
      await page.waitForURL("**/account");
      await page.goto(`${signet.issuer}/login`);
      await named(page, ALICE.username);
      assert.equal(await page.locator("#passkey-form").count(), 0, "there is no passkey");
      await look(page, "name-first-own");
      await page.click("#all-ways");
      await page.locator("#passkey-form").waitFor({ state: "attached" });
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
      await page.waitForURL("**/account");
      await page.context().close();
    });
  });
}

describe("the name first, and a passkey", () => {
  let signet;
  let browser;
  before(async () => {
    signet = await Signet.prepare({ settings });
    // Browsers make no passkeys for an address of digits.
    signet.moveTo("localhost");
    await signet.serve();
    await signet.createUser(BOB.username, BOB.password);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
  });

  test("one is suggested after the password, stands first from then on, and needs no password", async () => {
    const page = await visitor(browser);
    await page.context().addInitScript(() => delete PublicKeyCredential.isConditionalMediationAvailable);
    const { kept } = await authenticatorOf(page);
    await page.goto(`${signet.issuer}/login`);
    await named(page, BOB.username);
    await page.fill("#password", BOB.password);
    await page.click("#login-submit");
    await page.getByText("Sign in faster next time").first().waitFor();
    await page.click("#passkey-button");
    await page.waitForURL("**/account");
    await page.goto(`${signet.issuer}/login`);
    await named(page, BOB.username);
    const ids = await page.locator("#passkey-button, #login-submit").evaluateAll((all) => all.map((one) => one.id));
    assert.deepEqual(ids, ["passkey-button", "login-submit"]);
    await inspect(page, "name-first-own-passkey");
    await page.click("#passkey-button");
    await page.waitForURL("**/account");
    // In another browser the list of names opens on the first page.
    const phone = await visitor(browser);
    await authenticatorOf(phone, await kept());
    await phone.goto(`${signet.issuer}/login`);
    await phone.waitForURL("**/account");
    for (const one of [page, phone]) await one.context().close();
  });
});
