// Passkeys in Chromium with its virtual authenticator: made, signed in with by the button and by autofill, refused,
// removed. Once without JavaScript, where the password stays.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { authenticatorOf } from "./support/authenticator.mjs";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { ALICE } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

const BOB = { username: "bob", password: "another correct horse battery" };

describe("passkeys", () => {
  let signet;
  let browser;
  before(async () => {
    // passkey-suggestions.test.mjs is about being asked for one after the password.
    signet = await Signet.prepare({ settings: { SIGNET__PASSKEYS__SUGGEST_EVERY: "0s" } });
    signet.moveTo("localhost");
    await signet.serve();
    await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
    await signet.createUser(BOB.username, BOB.password);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
  });

  /**
   * A fresh browser with an authenticator of its own; `keys` are passkeys that it has already. The virtual
   * authenticator answers the browser's list of names at once, so that only a device without it meets the button.
   */
  async function device(keys = [], { list = false, beside = null } = {}) {
    const page = beside ? await beside.page.context().newPage() : await visitor(browser);
    if (!list) await page.context().addInitScript(() => delete PublicKeyCredential.isConditionalMediationAvailable);
    return { page, ...(await authenticatorOf(page, keys)) };
  }

  async function withPassword(page, { username, password }) {
    await page.goto(`${signet.issuer}/login`);
    await page.fill("#username", username);
    await page.fill("#password", password);
    await page.click("#login-submit");
    await page.waitForURL("**/account");
  }

  /** Adds a passkey to an account, and answers it with the browser that did. */
  async function enrolled(who) {
    const own = await device();
    await withPassword(own.page, who);
    await own.page.click("#security");
    await own.page.click("#add-passkey");
    await own.page.click("#passkey-button");
    await own.page.getByText("The passkey is added.").waitFor();
    const [key] = await own.kept();
    return { ...own, key };
  }

  async function pressed(page) {
    await page.goto(`${signet.issuer}/login`);
    await page.click("#passkey-button");
  }

  test("a passkey is made, signs in by the button, is renamed and removed", async () => {
    const own = await device();
    await withPassword(own.page, ALICE);
    await own.page.click("#security");
    await own.page.click("#add-passkey");
    await inspect(own.page, "new-passkey");
    await own.page.click("#passkey-button");
    await own.page.getByText("The passkey is added.").waitFor();
    await inspect(own.page, "security-passkey");
    const [key] = await own.kept();
    assert.ok(key.isResidentCredential && key.rpId === "localhost");

    // Another passkey on the same device is refused by the device, in words.
    await own.page.click("#add-passkey");
    await own.page.click("#passkey-button");
    await own.page.getByText("This device has a passkey for your account already.").waitFor();
    await own.page.click("#back");

    const phone = await device([key]);
    await pressed(phone.page);
    await phone.page.waitForURL("**/account");
    await phone.page.click("#security");
    assert.ok((await phone.page.textContent("body")).includes("Last used"));
    await phone.page.click("#rename-passkey-1");
    await phone.page.fill("#passkey-name-1", "The blue key");
    await phone.page.click("#save-passkey-1");
    await phone.page.getByText("The passkey has its new name.").waitFor();
    await phone.page.click("#remove-passkey-1");
    await phone.page.getByText("The passkey is removed.").waitFor();

    const later = await device(await phone.kept());
    await pressed(later.page);
    await later.page.getByText("This passkey does not belong to any account here.").waitFor();
    await inspect(later.page, "sign-in-unknown-passkey");
    await later.page.fill("#username", ALICE.username);
    await later.page.fill("#password", ALICE.password);
    await later.page.click("#login-submit");
    await later.page.waitForURL("**/account");
    for (const one of [own, phone, later]) await one.page.context().close();
  });

  test("the browser's list of names signs in without a press", async () => {
    const { key, page } = await enrolled(BOB);
    const phone = await device([key], { list: true });
    await phone.page.goto(`${signet.issuer}/login`);
    await phone.page.waitForURL("**/account");
    assert.ok((await phone.page.textContent("body")).includes(BOB.username));
    for (const one of [page, phone.page]) await one.context().close();
  });

  test("a ceremony that fails says so, and the next one works", async () => {
    const phone = await device();
    await phone.verified(false);
    await pressed(phone.page);
    await phone.page.getByText("No passkey was chosen. Try again, or sign in with your password.").waitFor();
    await inspect(phone.page, "sign-in-passkey-cancelled");
    await phone.page.fill("#username", BOB.username);
    await phone.page.fill("#password", BOB.password);
    await phone.page.click("#login-submit");
    await phone.page.waitForURL("**/account");
    await phone.page.click("#security");
    await phone.page.click("#add-passkey");
    await phone.page.click("#passkey-button");
    await phone.page.getByText("No passkey was made. Try again whenever you like.").waitFor();
    await phone.verified(true);
    await phone.page.click("#passkey-button");
    await phone.page.getByText("The passkey is added.").waitFor();
    await phone.page.context().close();
  });

  test("two tabs sign in with one passkey and both go on, and a copy of it does not", async () => {
    const { key, page } = await enrolled(ALICE);
    const phone = await device([key]);
    await phone.page.goto(`${signet.issuer}/login`);
    // An authenticator of its own, which counts on from where the first one got to.
    const other = await device([{ ...key, signCount: key.signCount + 50 }], { beside: phone });
    await other.page.goto(`${signet.issuer}/login`);
    await phone.page.click("#passkey-button");
    await phone.page.waitForURL("**/account");
    await other.page.click("#passkey-button");
    await other.page.waitForURL("**/account");
    assert.equal(await other.page.locator("#sign-out").count(), 1);
    // A copy that has not counted along is refused, in words.
    const copy = await device([key]);
    await pressed(copy.page);
    await copy.page.getByText("This passkey could not be used.").waitFor();
    await copy.page.context().close();
    for (const one of [page, phone.page]) await one.context().close();
  });

  test("after the password a passkey is asked for, once its person wants that", async () => {
    const { key, page } = await enrolled(BOB);
    await page.click("#after-password");
    const codes = await page.locator("#recovery-codes code").allTextContents();
    assert.equal(codes.length, 10);
    await page.click("#codes-kept");
    await page.getByText("10 codes are left.").waitFor();
    await inspect(page, "security-passkey-asked");

    const phone = await device([{ ...key, signCount: key.signCount + 50 }]);
    await phone.page.goto(`${signet.issuer}/login`);
    await phone.page.fill("#username", BOB.username);
    await phone.page.fill("#password", BOB.password);
    await phone.page.click("#login-submit");
    await phone.page.getByText("Your password was right.").waitFor();
    await inspect(phone.page, "factor-passkey");
    await phone.page.click("#passkey-button");
    await phone.page.waitForURL("**/account");

    // Without JavaScript a recovery code is the way.
    const plain = await visitor(browser, { javaScriptEnabled: false });
    await plain.goto(`${signet.issuer}/login`);
    await plain.fill("#username", BOB.username);
    await plain.fill("#password", BOB.password);
    await plain.click("#login-submit");
    assert.equal(await plain.isVisible("#passkey-button"), false);
    await plain.click("#other-factor");
    await plain.fill("#code", codes[0]);
    await plain.click("#factor-submit");
    await plain.waitForURL("**/account");
    // By the session of a password alone nothing is taken away, by that of the recovery code it is.
    await page.click("#after-password");
    await page.getByText("Confirm with your passkey").first().waitFor();
    await plain.goto(`${signet.issuer}/account/security`);
    await plain.click("#after-password");
    assert.ok((await plain.textContent("body")).includes("Your password alone still signs you in."));
    for (const one of [page, phone.page, plain]) await one.context().close();
  });

  test("without JavaScript the button is not there, and the password stays", async () => {
    const page = await visitor(browser, { javaScriptEnabled: false });
    await page.goto(`${signet.issuer}/login`);
    assert.equal(await page.isVisible("#passkey-button"), false);
    await page.fill("#username", ALICE.username);
    await page.fill("#password", ALICE.password);
    await page.click("#login-submit");
    await page.click("#security");
    await page.click("#add-passkey");
    assert.equal(await page.isVisible("#passkey-button"), false);
    assert.ok((await page.textContent("body")).includes("Passkeys need JavaScript"));
    await page.context().close();
  });
});
