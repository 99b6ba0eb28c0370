// Ways in beside the password, for the rows: a passkey, a code of an authenticator app, an account made on the way. They
// stand on a Signet of their own, since passkeys want an issuer with a name and sign-up wants a way to send mail.
import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Browser } from "../../tests/e2e/support/browser.mjs";
import { ALICE, REDIRECT } from "../../tests/e2e/support/people.mjs";
import { SmtpSink } from "../../tests/e2e/support/smtp.mjs";
import { codeAt } from "../../tests/e2e/support/totp.mjs";
import { addPeople } from "./people.mjs";
import { BenchSignet } from "./signet.mjs";

/** With an app each, which gives two codes at most within one measurement (RFC 6238 §5.2): enough for 100 a second. */
const PEOPLE_WITH_APP = Math.max(256, 50 * Number(process.env.BENCH_SECONDS ?? 5));
const STEP_SECONDS = 30;
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

/** Serves already. Ends its mail server with itself. */
export async function methodsSignet(options) {
  const sink = await SmtpSink.start();
  const settings = { ...sink.settings(), SIGNET__SIGN_UP__MODE: "open", SIGNET__LIMITS__TRUSTED: "127.0.0.0/8,::1/128" };
  try {
    const signet = await BenchSignet.start({
      ...options,
      settings,
      host: "localhost",
      features: ["mail_sign_in"],
      prepareDatabase: (provider) => addPeople(provider, PEOPLE_WITH_APP),
    });
    const end = signet.end.bind(signet);
    return Object.assign(signet, { sink, methods: true, end: () => Promise.all([end(), sink.stop()]) });
  } catch (error) {
    await sink.stop();
    throw error;
  }
}

/** A browser that is signed in with its password, at a page of the account. */
async function atAccount(signet, person, path) {
  const browser = new Browser();
  await browser.open(`${signet.issuer}/login`);
  await browser.press("login-submit", person);
  await browser.open(signet.issuer + path);
  return browser;
}

/** Answers where the client is sent to; whoever is new consents first. */
async function toClient(browser, back) {
  const end = back ?? (browser.formWith("consent-allow") && (await browser.press("consent-allow", {}, REDIRECT)));
  if (!end?.searchParams.get("code")) throw new Error(`no code: ${end ?? browser.describe()}`);
}

/** A software authenticator with one passkey (WebAuthn §6): ES256, user verified, without attestation. */
class Authenticator {
  #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  #id = randomBytes(32);

  constructor(issuer) {
    this.issuer = issuer;
    this.rpId = sha256(new URL(issuer).hostname);
  }

  #clientData(type, challenge) {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.issuer, crossOrigin: false }));
  }

  #answer(response) {
    const id = this.#id.toString("base64url");
    return JSON.stringify({ id, rawId: id, type: "public-key", response, clientExtensionResults: {} });
  }

  create(options) {
    const { challenge, user } = JSON.parse(options);
    this.userHandle = user.id;
    const { x, y } = this.#keys.publicKey.export({ format: "jwk" });
    // COSE_Key (RFC 9052 §7): EC2, ES256, P-256, x, y.
    const key = Buffer.concat([Buffer.from("a5010203262001215820", "hex"), Buffer.from(x, "base64url"), Buffer.from("225820", "hex"), Buffer.from(y, "base64url")]);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.#id.length]), this.#id, key]);
    const data = Buffer.concat([this.rpId, Buffer.from([0x45, 0, 0, 0, 0]), attested]);
    // {"fmt": "none", "attStmt": {}, "authData": data}
    const head = Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex");
    const attestationObject = Buffer.concat([head, Buffer.from([data.length]), data]).toString("base64url");
    const clientDataJSON = this.#clientData("webauthn.create", challenge).toString("base64url");
    return this.#answer({ clientDataJSON, attestationObject, transports: [] });
  }

  get(options) {
    const clientData = this.#clientData("webauthn.get", JSON.parse(options).challenge);
    const data = Buffer.concat([this.rpId, Buffer.from([0x05, 0, 0, 0, 0])]);
    const signature = createSign("sha256").update(data).update(sha256(clientData)).sign(this.#keys.privateKey);
    const [clientDataJSON, authenticatorData] = [clientData, data].map((one) => one.toString("base64url"));
    return this.#answer({ clientDataJSON, authenticatorData, signature: signature.toString("base64url"), userHandle: this.userHandle });
  }
}

function fill(form, values) {
  for (const field of form.fields) if (field.name in values) field.value = values[field.name];
}

export async function passkeyWalk(signet) {
  const browser = await atAccount(signet, ALICE, "/account/security/passkey");
  const authenticator = new Authenticator(signet.issuer);
  const made = browser.formWith("passkey-button");
  fill(made, { sealed: made["data-sealed"], answer: authenticator.create(made["data-create"]) });
  await browser.submit(made, "passkey-button");
  return async () => {
    const visitor = new Browser();
    await visitor.open(signet.issuer + signet.authorizeUrl(signet.web));
    const { location } = visitor;
    const form = visitor.formWith("passkey-button");
    await visitor.open(new URL(form["data-options"], location).href);
    const offer = JSON.parse(visitor.page.html);
    visitor.location = location;
    fill(form, { sealed: offer.sealed, answer: authenticator.get(offer.public_key) });
    await toClient(visitor, await visitor.submit(form, "passkey-button", {}, REDIRECT));
  };
}

const stepNow = () => Math.floor(Date.now() / 1000 / STEP_SECONDS);

/** Enrols the app once; its codes are asked for from then on. */
async function withApp(signet, number) {
  const person = { ...ALICE, username: `person-${number}` };
  const browser = await atAccount(signet, person, "/account/security/app");
  const key = browser.page.html.match(/class="key"[^>]*><code>([^<]+)</)[1].replace(/[^A-Z2-7]/g, "");
  const step = stepNow() - 1;
  await browser.press("confirm-app", { code: codeAt(key, step) });
  return { person, key, step };
}

export async function appWalk(signet) {
  signet.withApp ??= await inTurn(PEOPLE_WITH_APP, (number) => withApp(signet, number + 1));
  // Of a round that was a moment ago the codes are spent, up to the next step: where few rows are measured it comes soon.
  while (signet.withApp.some(({ step }) => step >= stepNow())) await pause(1000);
  let turn = 0;
  return async () => {
    const one = signet.withApp[turn++ % signet.withApp.length];
    const browser = new Browser();
    await browser.open(signet.issuer + signet.authorizeUrl(signet.web));
    await browser.press("login-submit", one.person);
    // A step is good once, and so is the one after it. The one before it may be too old when it arrives.
    one.step = Math.max(one.step + 1, stepNow());
    if (one.step > stepNow() + 1) throw new Error("more people with an app are needed");
    await toClient(browser, await browser.press("factor-submit", { code: codeAt(one.key, one.step) }, REDIRECT));
  };
}

async function inTurn(times, make) {
  const made = [];
  for (let one = 0; one < times; one += 1) made.push(await make(one));
  return made;
}

/** The six digits mailed to an address. */
async function mailedCode(sink, address) {
  for (let tries = 0; tries < 4000; tries += 1) {
    const at = sink.mails.findIndex(({ to }) => to === address);
    if (at >= 0) return sink.mails.splice(at, 1)[0].raw.match(/^\s*(\d{6})\s*$/m)[1];
    await pause(5);
  }
  throw new Error(`no mail to ${address}`);
}

export function signUpWalk(signet) {
  return async () => {
    const email = `${randomBytes(8).toString("hex")}@example.test`;
    const browser = new Browser();
    await browser.open(signet.issuer + signet.authorizeUrl(signet.web, { prompt: "create" }));
    await browser.press("sign-up-send", { email });
    await browser.press("code-submit", { code: await mailedCode(signet.sink, email) });
    await toClient(browser, await browser.press("sign-up-submit", { password: ALICE.password }, REDIRECT));
  };
}
