// What each button of Signet's pages wants before it is pressed: the password, the code of an authenticator app, that of
// a mail, the box of the terms. The pages are known by their element ids.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { authenticatorOf } from "../tests/e2e/support/authenticator.mjs";
import { read, text } from "../tests/e2e/support/mails.mjs";
import { codeAt } from "../tests/e2e/support/totp.mjs";

const PATIENCE = 20_000;
const STEP = 30_000;
const MOST_APPS = 5;
const CODE = /^\s*(\d{6})\s*$/m;

/** Every button that leads on, the more telling first. */
export const BUTTONS = [
  "#login-submit", "#factor-submit", "#confirm-app", "#codes-kept", "#verify-send", "#code-submit", "#terms-agree",
  "#not-now", "#consent-allow", "#logout-confirm", "#answer-continue",
];

// The authenticator apps of each person by user name: { key, used }, the step of the last code.
const apps = new Map();

/** A code that was not used before: of one of the apps, for this step of time or the next; else it waits for one. */
async function unused(username) {
  const all = apps.get(username) ?? [];
  if (all.length === 0) throw new Error(`${username} has no authenticator app`);
  for (;;) {
    const now = Math.floor(Date.now() / STEP);
    for (const step of [now, now + 1]) {
      const app = all.find((one) => one.used < step);
      if (!app) continue;
      app.used = step;
      return codeAt(app.key, step);
    }
    await new Promise((done) => setTimeout(done, STEP - (Date.now() % STEP)));
  }
}

/** The app on a page that shows its key, with its first code typed. */
async function setUp(window, username) {
  const key = (await window.textContent(".key code")).replaceAll(" ", "");
  const used = Math.floor(Date.now() / STEP);
  await window.fill("#code", codeAt(key, used));
  apps.set(username, [...(apps.get(username) ?? []), { key, used }]);
}

const mailed = async (folder) => (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".eml"));

/** The code of the first mail to this address that is none of those before. */
async function mailedCode(folder, before, email) {
  const looked = new Set(before);
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    for (const name of await mailed(folder)) {
      if (looked.has(name)) continue;
      looked.add(name);
      const [mail] = await read([await readFile(join(folder, name), "utf8")]);
      const found = mail.to.some(([, to]) => to === email) && text(mail).match(CODE);
      if (found) return found[1];
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`no mail with a code came to ${email}`);
}

/** What was there before a mail was asked for, by window. */
const known = new WeakMap();

const FILL = {
  "#login-submit": async (window, person) => {
    // The page's script says so before somebody has typed; this is faster.
    const said = () => !window.wantsPasskeys || document.getElementById("can-passkey")?.value !== "";
    await window.waitForFunction(said, undefined, { timeout: 2000 }).catch(() => {});
    if (await window.$("#username")) await window.fill("#username", person.username);
    await window.fill("#password", person.password);
  },
  "#factor-submit": async (window, person) => window.fill("#code", await unused(person.username)),
  "#confirm-app": async (window, person) => setUp(window, person.username),
  "#verify-send": async (window, person, told) => void known.set(window, await mailed(told.mails)),
  "#code-submit": async (window, person, told) =>
    window.fill("#code", await mailedCode(told.mails, known.get(window) ?? [], person.email)),
  "#terms-agree": async (window) => window.check("#agree-terms"),
};

/** Does what a page wants, and goes on to the next. */
export async function press(window, button, person, told) {
  await FILL[button]?.(window, person, told);
  await Promise.all([window.waitForNavigation({ timeout: PATIENCE }), window.click(button)]);
}

/** Gives a window an authenticator, so that its browser is one that could make passkeys; none is made. */
export async function virtual(window) {
  await window.addInitScript(() => {
    window.wantsPasskeys = true;
    // A list of passkeys that waits for somebody to choose would be in the way.
    if (window.PublicKeyCredential) delete PublicKeyCredential.isConditionalMediationAvailable;
  });
  await authenticatorOf(window);
}

/**
 * Gives a person who has just set up an app as many as they may have: a code is good for one sign-in, and an app shows one
 * in half a minute.
 */
export async function equip(window, person, told) {
  const own = await window.context().newPage();
  while (apps.get(person.username).length < MOST_APPS) {
    await own.goto(`${told.issuers[0]}/account/security`, { timeout: PATIENCE });
    await Promise.all([own.waitForNavigation({ timeout: PATIENCE }), own.click("#add-app")]);
    await press(own, "#confirm-app", person, told);
  }
  await own.close();
}
