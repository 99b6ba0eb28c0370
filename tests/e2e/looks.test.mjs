// The hosted pages as those see them who need them otherwise: in Arabic, from right to left; dark; in colors that the
// device chooses; twice as large. axe-core looks once, where it is dark; suites that walk a page look at it in English, and
// samples.test.mjs looks at every page in other languages.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { after, describe, test } from "node:test";
import { person as visitor, picture, violations } from "./support/chromium.mjs";
import { gateway } from "./support/gateway.mjs";
import { cut, edgeless, LARGE, ringless } from "./support/looks.mjs";
import { mailSignIn } from "./support/mail-sign-in.mjs";
import { code, link, next } from "./support/mails.mjs";
import { ALICE, REDIRECT, WEB } from "./support/people.mjs";
import { OtherProvider } from "./support/provider.mjs";
import { totp } from "./support/totp.mjs";

const NUMBER = "+442079460001";
const PASSWORD = "a password that nobody guesses";
const THERE = {
  // Whose address an account here has, which has not proven it.
  carol: { sub: "carol-1", name: "Carol", email: "carol@example.test", email_verified: true },
  // Whose address the provider does not vouch for.
  dora: { sub: "dora-1", name: "Dora", email: "dora@elsewhere.test", email_verified: false },
};

async function look(page, name) {
  await page.waitForLoadState();
  assert.deepEqual([await page.getAttribute("html", "lang"), await page.getAttribute("html", "dir")], ["ar", "rtl"], name);
  assert.deepEqual(await cut(page), [], `${name}, twice as large`);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await violations(page), [], `${name}, dark`);
  await picture(page, `looks-${name}-dark`);
  await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
  assert.deepEqual(await edgeless(page), [], `${name}, in the device's colors`);
  assert.deepEqual(await ringless(page), [], `${name}: one sees where the keyboard is`);
  await picture(page, `looks-${name}-forced`);
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
  assert.deepEqual(page.complaints, [], `${name}: complaints in the console`);
}

describe("pages in Arabic, dark, in the device's colors, twice as large", async () => {
  const texts = await gateway();
  const provider = await OtherProvider.start({ people: THERE });
  after(async () => {
    texts.stop();
    await provider.stop();
  });
  let web;
  // The browser in which Alice is signed in.
  let alices;
  const running = mailSignIn({
    settings: {
      ...texts.settings,
      SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.0/8",
      SIGNET__SIGN_UP__MODE: "open",
      SIGNET__SIGN_UP__PHONE: "optional",
      SIGNET__FACTORS__SMS: "true",
      SIGNET__TERMS__DOCUMENTS: '[{ id = "terms", version = "1", url = "https://example.test/terms" }]',
    },
    features: ["ethereum"],
    prepare: async (signet) => {
      await signet.cli(...(await provider.creation(signet, "acme", "--label", "ACME", "--trust-email", "verified")));
      await provider.listen();
      for (const name of ["alice", "bob", "carol"]) await signet.createUser(name, ALICE.password, { name, email_verified: name === "alice" });
      web = await signet.createClient(WEB);
    },
  });

  const at = (path) => (page) => page.goto(running.signet.issuer + path);
  const press = (button, fields = {}) => async (page) => {
    for (const [field, value] of Object.entries(fields)) await page.fill(field, value);
    await page.click(button);
  };
  const signIn = (username) => async (page) => {
    await at("/login")(page);
    await press("#login-submit", { "#username": username, "#password": ALICE.password })(page);
  };
  /** Signs in at the other provider as one of its people. */
  const by = (person) => async (page) => {
    await at("/login")(page);
    await page.click("#upstream-acme");
    await page.click(`#as-${person}`);
  };
  /** Does something that sends a mail, and waits for it. */
  const mailed = async (page, email, step) => {
    const before = running.sink.mails.length;
    await step(page);
    return next(running.sink, before, email);
  };
  const authorize = (more = {}) => {
    const challenge = createHash("sha256").update(randomBytes(32)).digest("base64url");
    const asked = { client_id: web.client_id, redirect_uri: REDIRECT, response_type: "code", scope: "openid profile email", code_challenge: challenge, code_challenge_method: "S256", ...more };
    return `/authorize?${new URLSearchParams(asked)}`;
  };
  const fresh = () => visitor(running.browser, { locale: "ar-EG", ...LARGE });
  /** Takes each step and looks at what it leads to. */
  async function walk(page, steps) {
    for (const [name, step, landmark = "h1"] of steps) {
      await step(page);
      await page.waitForSelector(landmark);
      await look(page, name);
    }
  }

  test("an account is made", async () => {
    const page = await fresh();
    await walk(page, [
      ["sign-in", at("/login"), "#login-submit"],
      ["sign-in-wrong", press("#login-submit", { "#username": "nobody", "#password": "wrong" }), "#problem"],
      ["sign-up", press("#sign-up"), "#sign-up-send"],
      ["sign-up-wrong", press("#sign-up-send", { "#email": "grace" }), "#problem"],
    ]);
    const mail = await mailed(page, "grace@example.test", press("#sign-up-send", { "#email": "grace@example.test" }));
    await walk(page, [
      ["code", () => {}, "#mail-number"],
      ["sign-up-details", press("#code-submit", { "#code": code(mail) }), "#sign-up-submit"],
      ["sign-up-details-wrong", press("#sign-up-submit"), "[role=alert]"],
    ]);
    await page.check("#agree-terms");
    await walk(page, [
      ["prove-phone", press("#sign-up-submit", { "#password": PASSWORD, "#phone": NUMBER, "#name": "Grace" }), "#send-phone-code"],
      ["prove-phone-code", press("#send-phone-code"), "#confirm-phone"],
      ["prove-phone-wrong", press("#confirm-phone", { "#code": "12" }), "#problem"],
    ]);
    await page.context().close();
  });

  test("one's own account, and a further factor", async () => {
    const page = await fresh();
    await signIn("alice")(page);
    await page.check("#agree-terms");
    await walk(page, [
      ["account", press("#terms-agree"), "#profile"],
      ["profile", at("/account/profile")],
      ["preferences", at("/account/preferences")],
      ["data", at("/account/data")],
      ["address", at("/account/address")],
      ["phone", at("/account/phone")],
      ["security", at("/account/security")],
      ["connect-account", press("#connect-account"), "#connect-acme"],
      ["new-password", at("/account/security/password")],
      ["new-wallet", at("/account/security/wallet")],
      ["new-app", at("/account/security/app"), "#confirm-app"],
    ]);
    const key = await page.textContent(".key code");
    await walk(page, [
      ["recovery-codes", press("#confirm-app", { "#code": totp(key) }), "#recovery-codes"],
      ["security-app", press("#codes-kept"), "#remove-app-1"],
    ]);
    const other = await fresh();
    await walk(other, [
      ["factor", signIn("alice"), "#factor-submit"],
      ["factor-recovery", press("#other-factor"), "#factor-submit"],
    ]);
    await other.context().close();
    alices = page;
  });

  test("steps that are required, and an app that asks one of several", async () => {
    for (const step of ["verify", "password", "factor"]) await running.signet.cli("user", "require", "bob", step);
    const page = alices;
    await at(authorize({ prompt: "select_account" }))(page);
    await press("#account-other")(page);
    await walk(page, [["enrol", press("#login-submit", { "#username": "bob", "#password": ALICE.password }), "#confirm-app"]]);
    await press("#confirm-app", { "#code": totp(await page.textContent(".key code")) })(page);
    await walk(page, [["verify", press("#codes-kept"), "#verify-send"]]);
    const mail = await mailed(page, "bob@example.test", press("#verify-send"));
    await walk(page, [
      ["renew-password", press("#code-submit", { "#code": code(mail) }), "#password-submit"],
      ["renew-password-wrong", press("#password-submit", { "#password": "short", "#password_again": "other" }), "[role=alert]"],
      ["terms", press("#password-submit", { "#password": PASSWORD, "#password_again": PASSWORD }), "#terms-agree"],
    ]);
    await page.check("#agree-terms");
    await walk(page, [
      ["consent", press("#terms-agree"), "#consent-allow"],
      ["chooser", at(authorize({ prompt: "select_account" })), "#account-other"],
    ]);
    assert.equal(await page.locator("button.person").count(), 2);
    await page.context().close();
  });

  test("another provider", async () => {
    const page = await fresh();
    await walk(page, [
      ["upstream-refused", by("refused"), "#go-back"],
      ["upstream-prove", by("carol"), "#prove-account"],
    ]);
    const doras = await fresh();
    await by("dora")(doras);
    const mail = await mailed(doras, "dora@elsewhere.test", press("#sign-up-send"));
    await walk(doras, [["sign-up-details-identity", press("#code-submit", { "#code": code(mail) }), "#way-in-mine"]]);
    for (const box of ["#way-in-mine", "#agree-terms"]) await doras.check(box);
    await press("#sign-up-submit")(doras);
    await doras.waitForSelector("#profile");
    await walk(doras, [
      ["security-connected", at("/account/security"), "#connected-1"],
      ["sign-in-upstream-last", at(authorize({ prompt: "login" })), "#upstream-acme .tag"],
    ]);
    for (const one of [page, doras]) await one.context().close();
  });

  test("an app's request, and pages that say what went wrong", async () => {
    const page = await fresh();
    await at("/login")(page);
    const mail = await mailed(page, "alice@example.test", async () => {
      await walk(page, [["mail-ask", press("#mail-sign-in"), "#mail-send"]]);
      await press("#mail-send", { "#username": "alice" })(page);
    });
    const other = await fresh();
    await walk(other, [
      ["mail-elsewhere", (other) => other.goto(link(mail)), "button[name=number]"],
      ["mail-refused", press("button[name=number]"), "h1"],
      ["error-client", at(authorize({ client_id: "nobody" }))],
      ["error-not-found", at("/nowhere")],
      ["sign-in-app", at(authorize()), "#login-submit"],
    ]);
    const open = other.url();
    await walk(page, [["error-unknown-browser", (page) => page.goto(open)]]);
    for (const one of [page, other]) await one.context().close();
  });

  test("a forgotten password", async () => {
    const page = await fresh();
    await walk(page, [["forgot", at("/forgot"), "#forgot-submit"]]);
    const mail = await mailed(page, "alice@example.test", press("#forgot-submit", { "#username": "alice" }));
    await walk(page, [
      ["recovery-requested", () => {}],
      ["reset", (page) => page.goto(link(mail)), "#password-submit"],
      ["reset-done", press("#password-submit", { "#password": PASSWORD, "#password_again": PASSWORD })],
      ["error-link", (page) => page.goto(link(mail))],
    ]);
    await page.context().close();
  });
});
