// After a sign-in with a password in Chromium: whether somebody wants a passkey, what the browser is told of the ones
// there are, how hard a new password is to guess while it is typed, and which rules it breaks.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { authenticatorOf } from "./support/authenticator.mjs";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { Signet } from "./support/signet.mjs";

const PASSWORD = "another correct horse battery";

describe("whether somebody wants a passkey", () => {
  let signet;
  let browser;
  before(async () => {
    signet = await Signet.prepare();
    // Browsers make no passkeys for an address of digits.
    signet.moveTo("localhost");
    await signet.serve();
    for (const name of ["ada", "bob", "cyd", "dot"]) await signet.createUser(name, PASSWORD, { name: `${name} of Tests` });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
  });

  /** A fresh browser with an authenticator of its own, or with none. */
  async function device({ authenticator = true, javaScriptEnabled = true } = {}) {
    const page = await visitor(browser, { javaScriptEnabled });
    if (!javaScriptEnabled) return { page };
    await page.context().addInitScript(() => {
      delete PublicKeyCredential.isConditionalMediationAvailable;
      window.told = [];
      for (const what of ["signalUnknownCredential", "signalAllAcceptedCredentialIds", "signalCurrentUserDetails"]) {
        PublicKeyCredential[what] = async (facts) => void window.told.push({ what, ...facts });
      }
    });
    if (!authenticator) return { page };
    return { page, ...(await authenticatorOf(page)) };
  }

  async function withPassword(page, username) {
    await page.goto(`${signet.issuer}/login`);
    await page.fill("#username", username);
    await page.fill("#password", PASSWORD);
    await page.click("#login-submit");
  }
  const path = (page) => new URL(page.url()).pathname;
  const told = (page) => page.evaluate(() => window.told);

  test("who makes one there has it, is not asked again, and the browser hears which are of use", async () => {
    const own = await device();
    await withPassword(own.page, "ada");
    await own.page.getByText("Sign in faster next time").first().waitFor();
    await inspect(own.page, "suggest-passkey");
    // A ceremony that fails says so, and the next one works.
    await own.verified(false);
    await own.page.click("#passkey-button");
    await own.page.getByText("No passkey was made. Try again whenever you like.").waitFor();
    await own.verified(true);
    await own.page.click("#passkey-button");
    await own.page.waitForURL("**/account");
    const [key] = await own.kept();
    const plain = (base64) => base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

    await own.page.click("#security");
    await own.page.waitForURL("**/account/security**");
    const [accepted, details] = await told(own.page);
    assert.deepEqual(accepted, {
      what: "signalAllAcceptedCredentialIds",
      rpId: "localhost",
      userId: plain(key.userHandle),
      allAcceptedCredentialIds: [plain(key.credentialId)],
    });
    assert.deepEqual(details, {
      what: "signalCurrentUserDetails",
      rpId: "localhost",
      userId: plain(key.userHandle),
      name: "ada",
      displayName: "ada of Tests",
    });
    await own.page.click("#remove-passkey-1");
    await own.page.getByText("The passkey is removed.").waitFor();
    assert.deepEqual((await told(own.page))[0].allAcceptedCredentialIds, []);

    // Whoever tries it hears that it is of no use, and so does the browser.
    await own.page.click("#to-account");
    await own.page.click("#sign-out");
    await own.page.goto(`${signet.issuer}/login`);
    await own.page.click("#passkey-button");
    await own.page.getByText("This passkey does not belong to any account here.").waitFor();
    assert.deepEqual(await told(own.page), [
      { what: "signalUnknownCredential", rpId: "localhost", credentialId: plain(key.credentialId) },
    ]);
    await own.page.context().close();
  });

  test("not now is for this browser, never is for the account", async () => {
    const own = await device();
    await withPassword(own.page, "bob");
    await own.page.click("#not-now");
    await own.page.waitForURL("**/account");
    await own.page.click("#sign-out");
    await withPassword(own.page, "bob");
    await own.page.waitForURL("**/account");
    const other = await device();
    await withPassword(other.page, "bob");
    await other.page.click("#never");
    await other.page.waitForURL("**/account");
    const third = await device();
    await withPassword(third.page, "bob");
    await third.page.waitForURL("**/account");
    for (const one of [own, other, third]) await one.page.context().close();
  });

  test("where the device cannot, and without JavaScript, nobody is asked", async () => {
    for (const unable of [{ authenticator: false }, { javaScriptEnabled: false }]) {
      const { page } = await device(unable);
      await withPassword(page, "cyd");
      await page.waitForURL("**/account");
      await page.context().close();
    }
  });

  test("a new password is judged in words while it is typed, and nothing of it is sent", async () => {
    const { page } = await device({ authenticator: false });
    await withPassword(page, "dot");
    await page.goto(`${signet.issuer}/account/security/password`);
    const strength = page.locator("#password-strength");
    assert.equal(await strength.getAttribute("role"), "status");
    assert.equal(await strength.textContent(), "");
    const sent = [];
    page.on("request", (request) => sent.push(request.url()));
    for (const [typed, words] of [
      ["password1234", "Easy to guess. Make it longer, or use several words."],
      ["aaaaaaaaaaaaaaaaaaaaaaaa", "Easy to guess. Make it longer, or use several words."],
      ["abcdefghijklmnop", "Easy to guess. Make it longer, or use several words."],
      ["dot1234567890dot", "Easy to guess. Make it longer, or use several words."],
      ["green onions", "Easy to guess. Make it longer, or use several words."],
      ["green onions in may", "Could be harder to guess."],
      ["seven green onions in may", "Hard to guess."],
      ["seven green onions and a blue kettle", "Very hard to guess."],
      ["kR7$wq!Zp2#vLx9&tB", "Very hard to guess."],
      ["", ""],
    ]) {
      await page.fill("#password", typed);
      assert.equal(await strength.textContent(), words, typed);
    }
    await page.fill("#password", "seven green onions in may");
    await inspect(page, "new-password-strength");
    assert.deepEqual(sent, []);
    assert.equal(path(page), "/account/security/password");
    await page.context().close();
  });
});

describe("the rules of a new password", () => {
  const OLD = "Another correct horse 7 battery";
  let signet;
  let browser;
  before(async () => {
    signet = await Signet.start({ settings: { SIGNET__LOGIN__PASSWORD_PROFILE: "classes" } });
    await signet.createUser("margaret", OLD);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
  });

  test("each one that is broken is marked while it is typed, and that all are kept is said", async () => {
    const page = await visitor(browser);
    await page.goto(`${signet.issuer}/login`);
    await page.fill("#username", "margaret");
    await page.fill("#password", OLD);
    await page.click("#login-submit");
    await page.waitForURL("**/account");
    await page.goto(`${signet.issuer}/account/security/password`);
    const rules = page.locator("#password-hint [data-rule]");
    assert.deepEqual(await rules.allTextContents(), [
      "At least 12 characters. A few words that do not belong together are good.",
      "A small letter",
      "A capital letter",
      "A digit",
      "A character that is neither a letter nor a digit",
      "Without your user name or e-mail address",
    ]);
    const all = page.locator("#password-rules-kept");
    assert.equal(await all.getAttribute("role"), "status");
    const broken = () => rules.evaluateAll((all) => all.filter((one) => one.dataset.kept === "false").map((one) => one.dataset.rule));
    const kept = () => rules.evaluateAll((all) => all.filter((one) => one.dataset.kept === "true").map((one) => one.dataset.rule));
    const every = ["length", "lower", "upper", "digit", "symbol", "names"];
    for (const [typed, wrong] of [
      ["Green 7 tea", ["length"]],
      ["GREEN 7 ONIONS", ["lower"]],
      ["green 7 onions", ["upper"]],
      ["Green onions in May", ["digit"]],
      ["Green7onionsInMay", ["symbol"]],
      ["Green 7 of MARGARET's onions", ["names"]],
      ["tea", ["length", "upper", "digit", "symbol"]],
      ["margaret", ["length", "upper", "digit", "symbol", "names"]],
      ["Green 7 onions in May", []],
      [`Green 7 onions ${"in May ".repeat(20)}`, ["length"]],
    ]) {
      await page.fill("#password", typed);
      assert.deepEqual(await broken(), wrong, typed);
      assert.deepEqual(await kept(), every.filter((rule) => !wrong.includes(rule)), typed);
      assert.equal(await all.textContent(), wrong.length ? "" : "It keeps every rule that can be seen here.", typed);
    }
    await page.fill("#password", "Green onions");
    await inspect(page, "new-password-rules");
    // Nothing is judged before something is typed.
    await page.fill("#password", "");
    assert.deepEqual([await broken(), await kept(), await all.textContent()], [[], [], ""]);
    await page.context().close();
  });
});
