// After failures the browser calculates something before another password is looked at: in Chromium with its script, and
// without scripts by waiting. Time passes at once: support/clock.mjs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "./support/chromium.mjs";
import { ANSWERED, GONE, PASSWORD, press, says, stage, tabOf } from "./support/failures.mjs";

const SIGN_IN = { heading: "Sign in to Tea Party", way: "#login-submit" };
const NOT_YET = {
  ...SIGN_IN,
  problem: ["One moment, please.", "There were failed attempts, so your password was not checked yet. Enter it once more."],
};
const WRONG = { ...SIGN_IN, problem: ["That name and password do not match.", "Check both, then try again."] };

describe("a calculation after failures", () => {
  const on = stage({
    settings: { SIGNET__LIMITS__PROOF_OF_WORK: "after_failures", SIGNET__LIMITS__PROOF_OF_WORK_BITS: "14" },
    people: ["ada"],
  });

  const enter = (page, username, password) => press(page, "#login-submit", { "#username": username, "#password": password });
  const hint = (page) => page.textContent("#work-hint");

  /** A page whose address has failed three times, here or on a page before. */
  async function failed(visitor = {}) {
    on.visitor = visitor;
    const page = await on.fresh();
    await page.goto(on.app.request());
    page.began = page.url();
    for (const name of ["one", "two", "three"]) {
      await enter(page, name, "wrong");
      if (await page.$("#work-hint")) break;
    }
    await page.waitForSelector("#work-hint");
    return page;
  }

  test("with its script the page finds the number by itself, and the person goes on", async () => {
    const page = await failed();
    await page.waitForFunction(() => document.getElementById("work-answer").value !== "");
    assert.equal(await hint(page), "You can continue.");
    await inspect(page, "sign-in-work");
    await enter(page, "ada", PASSWORD);
    await on.app.arrived(page);
    await page.context().close();
  });

  test("whoever presses before the number is found waits for it and sends the form once", async () => {
    const page = await failed();
    const told = await page.evaluate((password) => {
      // Before anything that the worker says can come.
      document.getElementById("username").value = "ada";
      document.getElementById("password").value = password;
      document.getElementById("login-submit").click();
      return document.getElementById("work-hint").textContent;
    }, PASSWORD);
    assert.ok(["One moment: your browser has almost calculated it.", "You can continue."].includes(told), told);
    await on.app.arrived(page);
    await page.context().close();
  });

  test("without scripts one waits, and is told for how long", async () => {
    const page = await failed({ javaScriptEnabled: false });
    assert.equal(await hint(page), "Wait 30 seconds before you continue.");
    await on.clock.later(20);
    await enter(page, "ada", PASSWORD);
    await says(page, NOT_YET);
    assert.match(await hint(page), /^Wait ([2-9]|10) seconds before you continue\.$/, "what is left");
    await on.clock.later(10);
    await enter(page, "ada", PASSWORD);
    await on.app.arrived(page);
    await page.context().close();
  });

  test("without scripts: waited for too long, spent by a wrong password, in two tabs, left open for hours", async () => {
    // Failures are counted within a window.
    await on.clock.toWindow(900);
    const page = await failed({ javaScriptEnabled: false });
    await on.clock.later(601);
    await enter(page, "ada", PASSWORD);
    await says(page, NOT_YET);
    assert.equal(await hint(page), "Wait 30 seconds before you continue.");
    await on.clock.later(30);
    await enter(page, "ada", "wrong");
    await says(page, WRONG);
    assert.equal(await hint(page), "Wait 30 seconds before you continue.");
    await on.clock.later(30);
    const tab = await tabOf(page, page.began);
    await enter(page, "ada", PASSWORD);
    await on.app.arrived(page);
    await on.clock.later(60);
    await enter(tab, "ada", PASSWORD);
    await says(tab, ANSWERED);
    await page.context().close();

    const late = await failed({ javaScriptEnabled: false });
    await on.clock.later(2 * 3600);
    await enter(late, "ada", PASSWORD);
    await says(late, GONE);
    await late.context().close();
  });
});
