// What the suites of failures stand on: Signet with mail, texts and a clock that is put forward, an app, and Chromium.
import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { App } from "./app.mjs";
import { launch, person } from "./chromium.mjs";
import { Clock } from "./clock.mjs";
import { gateway } from "./gateway.mjs";
import { next } from "./mails.mjs";
import { Signet } from "./signet.mjs";
import { SmtpSink } from "./smtp.mjs";

export const PASSWORD = "correct horse battery staple";

/** Hashing that keeps nobody waiting. */
const FAST = { SIGNET__LOGIN__ALLOW_WEAK_HASHING: "true", SIGNET__LOGIN__ARGON2_MEMORY_KIB: "1024", SIGNET__LOGIN__ARGON2_ITERATIONS: "1" };

/** Begun before the tests of the suite that calls it, and gone after them. `host` names another host of this machine for
 * Signet, `visitor` what its browsers are like until a test says otherwise. */
export function stage({ settings = {}, features = [], people = [], host, visitor = {} }) {
  const on = {};
  before(async () => {
    [on.clock, on.sink, on.texts, on.app] = await Promise.all([Clock.start(), SmtpSink.start(), gateway(), App.start()]);
    on.signet = await Signet.prepare({ settings: { ...FAST, ...on.clock.settings(), ...on.sink.settings(), ...on.texts.settings, ...settings } });
    if (host) on.signet.moveTo(host);
    await on.signet.enable(...features);
    await on.signet.serve();
    await on.app.register(on.signet);
    for (const name of people) await on.signet.createUser(name, PASSWORD, { email_verified: true });
    on.browser = await launch();
  });
  after(async () => {
    await on.browser?.close();
    await on.signet?.stop();
    await on.signet?.remove();
    await on.sink?.stop();
    on.texts?.stop();
    on.app?.stop();
    await on.clock?.remove();
  });
  on.visitor = visitor;
  on.fresh = () => person(on.browser, on.visitor);
  /** Does something that sends a mail to this address, and waits for it. */
  on.mailed = async (email, act) => {
    const before = on.sink.mails.length;
    await act();
    return next(on.sink, before, email);
  };
  /** A browser, fresh unless one is given, in which the app asks for a sign-in, and the password was entered. */
  on.withPassword = async (username, given) => {
    const page = given ?? (await on.fresh());
    await page.goto(on.app.request());
    await press(page, "#login-submit", { "#username": username, "#password": PASSWORD });
    return page;
  };
  return on;
}

/** What `walks` has to say, by people whose browsers run JavaScript, and by others, at one server. */
export function withAndWithout(on, walks) {
  for (const javaScriptEnabled of [true, false]) {
    describe(`${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
      before(() => (on.visitor = { javaScriptEnabled }));
      walks(javaScriptEnabled);
    });
  }
}

/** Fills in these fields, presses the button, and waits for the page that follows. */
export async function press(page, button, fields = {}) {
  for (const [field, value] of Object.entries(fields)) await page.fill(field, value);
  const loaded = page.waitForEvent("load");
  await page.click(button);
  await loaded;
}

/** Does something again until the page says this: as often as two windows of a limit let it, should one end meanwhile. */
export async function until(page, [title], act) {
  const said = page.locator("[role=alert]:visible", { hasText: title });
  for (let times = 0; times < 20 && (await said.count()) === 0; times += 1) await act();
}

/** The same page in another tab of this browser; at the address at which it was got, where a form led to it. */
export async function tabOf(page, address = page.url()) {
  const tab = await page.context().newPage();
  tab.complaints = [];
  await tab.goto(address);
  return tab;
}

/** How long a page asks somebody to wait: until a window of the limit ends, so anything from a minute on. */
const WAIT = /\d+ minutes|(a|one) minute/;

/**
 * A page says this and no more, how long to wait as "some minutes", and has this way on; `lead` is said below its heading.
 * `problem` has a text or a pattern for each part of the notice.
 */
export async function says(page, { heading, lead, problem, way }) {
  const notice = problem && page.locator("[role=alert]:visible");
  if (notice) await notice.waitFor();
  await page.locator("h1", { hasText: heading }).waitFor();
  assert.equal(await page.textContent("h1"), heading);
  if (lead) assert.equal(await page.textContent(".lead"), lead);
  if (notice) {
    const parts = await notice.locator(":scope > *").allTextContents();
    const said = parts.length ? parts : await notice.allTextContents();
    const texts = said.map((one) => one.replace(WAIT, "some minutes"));
    const wanted = problem.map((one, at) => (one instanceof RegExp && one.test(texts[at]) ? texts[at] : one));
    assert.deepEqual(texts, wanted);
  }
  assert.ok(await page.locator(way).isVisible(), `the way on is ${way}`);
  assert.deepEqual(page.complaints, []);
}

/** What is said of a request of the app that was answered, and of one that waited too long. */
export const ANSWERED = { heading: "The sign-in for Tea Party has been answered", way: 'a.button:text-is("Back to Tea Party")' };
export const GONE = { heading: "The sign-in for Tea Party is no longer open", way: 'a.button:text-is("Back to Tea Party")' };
