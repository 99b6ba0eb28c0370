// Signing in by other providers in Chromium: each state of the page that says why somebody is not signed in, but for those
// that upstream.test.mjs meets on its way (cancelled, expired, another browser, no account here, not to be reached).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import * as client from "openid-client";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { ALICE, WEB } from "./support/people.mjs";
import { OtherProvider } from "./support/provider.mjs";
import { Signet } from "./support/signet.mjs";
import { overTls } from "./support/tls.mjs";

const run = promisify(execFile);

// Whoever has no address that counts proves one by a mail of the inbox.
const SETTINGS = {
  SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.0/8",
  SIGNET__SIGN_UP__MODE: "open",
  SIGNET__SIGN_UP__BLOCKED_DOMAINS: `["blocked.test"]`,
};
const known = (name, email, email_verified = true) => ({ sub: `${name}-1`, name, email, email_verified });
const PEOPLE = {
  grace: known("grace", "grace@acme.test"),
  // To whom the address of grace was given later.
  heir: known("heir", "grace@acme.test"),
  blake: known("blake", "blake@blocked.test"),
  carol: known("carol", "carol@example.test"),
  ruth: known("ruth", "ruth@elsewhere.test"),
  twin: known("twin", "twin@example.test"),
};

/** The page says it, at an address of its own and with a way on; nobody is signed in by it. */
async function says(page, name, title, text, way = "#login-submit") {
  await page.getByRole("heading", { name: title, exact: true }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/sign-in/upstream-problem");
  assert.equal(await page.textContent(".lead"), text);
  await inspect(page, `upstream-${name}`);
  await page.click("#go-back");
  await page.waitForSelector(way);
}

describe("why somebody who comes from a provider is not signed in", () => {
  let signet;
  let other;
  let browser;
  let app;
  before(async () => {
    signet = await Signet.start({ settings: SETTINGS });
    other = await OtherProvider.start({ people: PEOPLE });
    const make = async (name, label, ...more) =>
      signet.cli(...(await other.creation(signet, name, "--label", label, "--trust-email", "verified", ...more)));
    await make("acme", "ACME");
    await make("wrong", "Wrong");
    const secret = await signet.file("other.secret", "another secret than the one of the two");
    await signet.cli("upstream", "update", "wrong", "--client-secret-file", secret);
    // It signs by RS256.
    await make("odd", "Odd", "--setting", "id_token_algs=ES256");
    await make("stale", "Stale", "--setting", "proves_freshness=false");
    await make("strict", "Strict", "--setting", `rules=[{"when":"email","is":"*","then":"refuse"}]`);
    await make("passing", "Passing");
    await other.listen();
    await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
    for (const name of ["carol", "ruth", "twin", "namesake"]) {
      await signet.createUser(name, ALICE.password, { name, email_verified: true });
    }
    await signet.cli("user", "disable", "carol");
    const registered = await signet.createClient(WEB, "--first-party");
    // The server that runs sees it within a second.
    await signet.stop();
    await signet.serve();
    app = await client.discovery(new URL(signet.issuer), registered.client_id, registered.client_secret, undefined, {
      execute: [client.allowInsecureRequests],
    });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
    await other?.stop();
  });

  const open = async () => {
    const page = await visitor(browser);
    await page.goto(`${signet.issuer}/login`);
    return page;
  };
  async function by(page, person, upstream = "acme") {
    await page.click(`#upstream-${upstream}`);
    await page.click(`#as-${person}`);
  }
  async function signIn(page, username) {
    await page.fill("#username", username);
    await page.fill("#password", ALICE.password);
    await page.click("#login-submit");
    await page.waitForURL("**/account");
  }
  async function connect(page, person) {
    await page.goto(`${signet.issuer}/account/security`);
    await page.click("#connect-account");
    await page.click("#connect-acme");
    await page.click(`#as-${person}`);
  }
  test("misconfigured: the provider does not know our secret", async () => {
    const page = await open();
    await by(page, "grace", "wrong");
    await page.waitForSelector("#reference");
    const text = "Whoever runs this service can put it right. Until then, sign in another way.";
    await says(page, "misconfigured", "Wrong is not set up correctly here.", text);
    await page.context().close();
  });

  test("untrusted: its answer is signed otherwise than was agreed", async () => {
    const page = await open();
    await by(page, "grace", "odd");
    await page.waitForSelector("#reference");
    const text = "You are not signed in. Start again. If that does not help, tell whoever runs this service.";
    await says(page, "untrusted", "The answer of Odd does not hold.", text);
    await page.context().close();
  });

  test("not fresh: the app wants a sign-in of just now, and the provider cannot prove one", async () => {
    const page = await visitor(browser);
    const url = client.buildAuthorizationUrl(app, {
      redirect_uri: WEB.redirect_uris[0],
      scope: "openid",
      code_challenge: await client.calculatePKCECodeChallenge(randomBytes(32).toString("base64url")),
      code_challenge_method: "S256",
      prompt: "login",
    });
    await page.goto(url.href);
    await by(page, "grace", "stale");
    await says(
      page, "not-fresh", "Stale did not confirm that it is you.",
      "Here you have to sign in anew, or by more than one factor. Sign in another way.",
    );
    await page.context().close();
  });

  test("refused: with the provider's own word", async () => {
    const page = await open();
    await by(page, "refused");
    await page.getByText("not_on_duty").waitFor();
    await says(page, "refused", "ACME did not let you in.", "Try once more, or sign in another way.");
    await page.context().close();
  });

  test("gone: the button was pressed after the provider was switched off", async () => {
    const page = await open();
    await page.waitForSelector("#upstream-passing");
    await signet.cli("upstream", "disable", "passing");
    const later = await open();
    const until = Date.now() + 20_000;
    while (Date.now() < until && (await later.locator("#upstream-passing").count())) await later.reload();
    await page.click("#upstream-passing");
    await says(page, "gone", "This way to sign in is not offered any more.", "Sign in another way.");
    for (const one of [page, later]) await one.context().close();
  });

  test("not allowed: a rule of the operator's", async () => {
    const page = await open();
    await by(page, "grace", "strict");
    await says(
      page, "not-allowed", "This account of Strict cannot be used here.",
      "Only some companies sign in here. Choose another account there, or sign in another way.",
    );
    await page.context().close();
  });

  test("address refused: of a domain that is not let in", async () => {
    const page = await open();
    await by(page, "blake");
    const text = "Take another one, or ask whoever runs this service.";
    await says(page, "address-refused", "No account can be made with this address.", text);
    await page.context().close();
  });

  test("disabled: the account here is switched off", async () => {
    const page = await open();
    await by(page, "carol");
    await says(page, "disabled", "Your account is switched off.", "Ask whoever runs this service.");
    await page.context().close();
  });

  test("other identity, taken: the address was given to somebody else there, the account there is another's here", async () => {
    const first = await open();
    await by(first, "grace");
    await first.waitForURL("**/account");
    const heir = await open();
    await by(heir, "heir");
    await says(
      heir, "other-identity", "Another account of ACME is connected to yours.",
      "Nothing was changed. Sign in as before, and disconnect that one first under “How you sign in”. If you cannot sign in with that one any more, whoever runs this service can disconnect it.",
    );
    const alice = await open();
    await signIn(alice, ALICE.username);
    await connect(alice, "grace");
    await says(
      alice, "taken", "This account of ACME is connected to somebody else.",
      "Nothing was changed. An account there signs in to one account here. Choose another one there, or disconnect it first.",
      "#connect-account",
    );
    for (const one of [first, heir, alice]) await one.context().close();
  });

  test("administrator: who became one has no further factor yet", async () => {
    const page = await open();
    await signIn(page, "ruth");
    await connect(page, "ruth");
    await page.getByText("The account is connected.").waitFor();
    await page.context().close();
    await signet.cli("user", "update", "ruth", "--admin", "true");
    const later = await open();
    await by(later, "ruth");
    await says(
      later, "administrator", "Administrators sign in with a further factor.",
      "Sign in another way, and set up an authenticator app or a passkey under “How you sign in”.",
    );
    await later.context().close();
  });

  test("several: one account has the address, another has it as its user name", async () => {
    // Nothing of Signet makes two such accounts any more: they come with a database of old.
    const script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=10); c.execute(sys.argv[2]); c.commit()";
    const sql = "UPDATE users SET username_key = 'twin@example.test' WHERE username = 'namesake'";
    await run("python3", ["-c", script, join(signet.directory, "signet.db"), sql]);
    const page = await open();
    await by(page, "twin");
    await page.waitForSelector("#reference");
    const text = "Sign in to yours in another way. Whoever runs this service can put it right.";
    await says(page, "several", "Two accounts here have your address.", text);
    await page.context().close();
  });
});

// On a machine of one's own mails wait at /dev/mail, so that an address can always be proven: here it is another host's.
describe("why nobody is signed in where no mail is sent", () => {
  const HOST = "id.example.test";
  let signet;
  let other;
  let browser;
  before(async () => {
    signet = await Signet.prepare({ settings: SETTINGS });
    await overTls(signet, HOST);
    other = await OtherProvider.start({
      people: { ...PEOPLE, dora: known("dora", "dora@elsewhere.test", false), nemo: { sub: "nemo-1", name: "nemo" } },
    });
    await signet.cli("migrate", "up");
    await signet.cli(...(await other.creation(signet, "acme", "--label", "ACME", "--trust-email", "verified")));
    await other.listen();
    await signet.serve();
    browser = await launch(`--host-resolver-rules=MAP ${HOST} 127.0.0.1`);
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
    await other?.stop();
  });

  for (const [person, about] of [["dora", "an address that is not vouched for"], ["nemo", "no address"]]) {
    test(`too little: the provider tells ${about}, and no mail can prove one`, async () => {
      const page = await visitor(browser, { ignoreHTTPSErrors: true });
      await page.goto(`${signet.issuer}/login`);
      await page.click("#upstream-acme");
      await page.click(`#as-${person}`);
      await page.waitForSelector("#reference");
      const text = "No account could be made of it. Allow it to share your address, or sign in another way.";
      await says(page, "too-little", "ACME did not say enough about you.", text);
      await page.goto(`${signet.issuer}/account`);
      await page.waitForSelector("#login-submit");
      await page.context().close();
    });
  }

  test("an address that the provider vouches for makes the account all the same", async () => {
    const page = await visitor(browser, { ignoreHTTPSErrors: true });
    await page.goto(`${signet.issuer}/login`);
    await page.click("#upstream-acme");
    await page.click("#as-grace");
    await page.waitForURL("**/account");
    await page.context().close();
  });
});
