// A captcha of others after failures, in Chromium: passed, not passed, its script not there, its service not there. Without
// JavaScript one waits instead, and what goes wrong on the way is walked, too. Time passes at once: support/clock.mjs.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { captchaService, widget } from "./support/captcha.mjs";
import { inspect } from "./support/chromium.mjs";
import { ANSWERED, GONE, PASSWORD, press, says, stage, tabOf } from "./support/failures.mjs";

const SIGN_IN = { heading: "Sign in to Tea Party", way: "#login-submit" };
const PERSON = {
  heading: "Are you a person?",
  lead: "There were failed attempts. Show that you are a person, then enter your password.",
  way: "#captcha-submit",
};
const FAILED = { ...PERSON, problem: ["That did not work.", "Please try once more."] };
const AWAY = { ...PERSON, problem: ["The check cannot be reached.", "Your browser does a short calculation instead."] };
/** Pressed before it was waited for; seconds pass while the test runs. */
const early = (wait) => ({ ...PERSON, problem: ["That did not work.", wait] });
const ALL_OF_IT = /^Wait (2\d|30) seconds before you continue\.$/;
const WHAT_IS_LEFT = /^Wait ([2-9]|10) seconds before you continue\.$/;

describe("a captcha after failures", async () => {
  const service = await captchaService();
  after(() => service.stop());
  const on = stage({ settings: { ...service.settings, SIGNET__LIMITS__PROOF_OF_WORK_BITS: "8" }, people: ["ada"] });

  const enter = (page, username, password) => press(page, "#login-submit", { "#username": username, "#password": password });
  const goOn = (page) => press(page, "#captcha-submit");

  /** The page of the captcha: the browser's address has failed three times, here or before. */
  async function asked({ javaScriptEnabled = true, answer } = {}) {
    on.visitor = { javaScriptEnabled };
    const page = await on.fresh();
    if (javaScriptEnabled) await widget(page, answer);
    await page.goto(on.app.request());
    for (const name of ["one", "two", "three", "four"]) {
      await enter(page, name, "wrong");
      if (new URL(page.url()).pathname === "/login/captcha") break;
    }
    page.began = page.url();
    return page;
  }
  /** Back at the sign-in page, where the password is looked at now. */
  async function isLetIn(page) {
    await says(page, SIGN_IN);
    await enter(page, "ada", PASSWORD);
    await on.app.arrived(page);
    await page.context().close();
  }

  test("whom the service takes for a program tries once more, and whom it takes for a person goes on", async () => {
    const page = await asked({ answer: "a program" });
    await says(page, PERSON);
    await inspect(page, "captcha");
    await goOn(page);
    await says(page, FAILED);
    await widget(page);
    await page.goto(page.began);
    await goOn(page);
    await isLetIn(page);
    assert.equal(service.asked, 2);
  });

  test("where the service does not answer the browser calculates", async () => {
    service.away = true;
    const page = await asked();
    await goOn(page);
    await says(page, AWAY);
    await page.waitForFunction(() => document.getElementById("work-answer").value !== "");
    await inspect(page, "captcha-away");
    await goOn(page);
    service.away = false;
    await isLetIn(page);
  });

  test("where the script of the service does not come one is told how long to wait", async () => {
    const page = await asked({ answer: null });
    // It did not come.
    page.complaints = [];
    await says(page, PERSON);
    await goOn(page);
    page.complaints = [];
    await says(page, early(ALL_OF_IT));
    await on.clock.later(30);
    await goOn(page);
    await isLetIn(page);
  });

  test("without JavaScript one waits, and is told for how long", async () => {
    const before = service.asked;
    const page = await asked({ javaScriptEnabled: false });
    await says(page, PERSON);
    assert.match(await page.textContent("noscript .hint"), ALL_OF_IT);
    await on.clock.later(20);
    await goOn(page);
    await says(page, early(WHAT_IS_LEFT));
    await on.clock.later(10);
    await goOn(page);
    await isLetIn(page);
    assert.equal(service.asked, before, "the service hears of nobody without its script");
  });

  test("without JavaScript: waited for too long, in two tabs, spent by a wrong password, back, left open for hours", async () => {
    // Failures are counted within a window.
    await on.clock.toWindow(900);
    const page = await asked({ javaScriptEnabled: false });
    await on.clock.later(601);
    await goOn(page);
    await says(page, early(ALL_OF_IT));
    await on.clock.later(30);
    const tab = await tabOf(page, page.began);
    await goOn(page);
    await enter(page, "ada", "wrong");
    // What was passed is good for one password.
    await enter(page, "ada", PASSWORD);
    await says(page, PERSON);
    await on.clock.later(30);
    await goOn(page);
    await says(page, SIGN_IN);
    await enter(page, "ada", PASSWORD);
    await on.app.arrived(page);
    await on.clock.later(60);
    await goOn(tab);
    await says(tab, ANSWERED);
    await page.goBack();
    await says(page, ANSWERED);
    await page.context().close();

    const late = await asked({ javaScriptEnabled: false });
    await on.clock.later(2 * 3600);
    await goOn(late);
    await says(late, early(ALL_OF_IT));
    await on.clock.later(30);
    await goOn(late);
    await says(late, GONE);
    await late.context().close();
  });
});
