// After failures the browser calculates something before another password is looked at: in Chromium with its script, and
// without scripts by waiting.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inspect, launch, person } from "./support/chromium.mjs";
import { Signet } from "./support/signet.mjs";

const PASSWORD = "a password that nobody guesses";

describe("a calculation after failures", () => {
  let signet;
  let browser;
  before(async () => {
    const settings = {
      SIGNET__LIMITS__PROOF_OF_WORK: "after_failures",
      SIGNET__LIMITS__PROOF_OF_WORK_BITS: "14",
      SIGNET__LIMITS__PROOF_OF_WORK_WAIT: "3s",
    };
    signet = await Signet.start({ settings });
    await signet.createUser("ada", PASSWORD);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
  });

  const press = async (page, name, password) => {
    await page.fill("#username", name);
    await page.fill("#password", password);
    await Promise.all([page.waitForNavigation(), page.click("#login-submit")]);
  };

  /** A page whose address has failed three times, here or on a page before. */
  const failed = async (options) => {
    const page = await person(browser, options);
    await page.goto(`${signet.issuer}/login`);
    for (const name of ["one", "two", "three"]) {
      await press(page, name, "wrong");
      if (await page.$("#work-hint")) break;
    }
    await page.waitForSelector("#work-hint");
    return page;
  };

  test("with its script the page finds the number by itself, and the person goes on", async () => {
    const page = await failed();
    await page.waitForFunction(() => document.getElementById("work-answer").value !== "");
    assert.equal(await page.textContent("#work-hint"), "You can continue.");
    await inspect(page, "sign-in-work");
    await press(page, "ada", PASSWORD);
    await page.waitForURL("**/account");
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
    await page.waitForURL("**/account");
    await page.context().close();
  });

  test("without scripts one waits, and is told for how long", async () => {
    const page = await failed({ javaScriptEnabled: false });
    assert.match(await page.textContent("#work-hint"), /^Wait \d+ seconds before you continue\.$/);
    await press(page, "ada", PASSWORD);
    assert.match(await page.textContent("#problem"), /One moment, please\..*your password was not checked yet/s);
    assert.match(await page.textContent("#work-hint"), /^Wait \d+ seconds? before you continue\.$/);
    // Pressed too early, the same page comes again with what is left to wait.
    for (let tries = 0; tries < 200 && !page.url().endsWith("/account"); tries += 1) await press(page, "ada", PASSWORD);
    assert.ok(page.url().endsWith("/account"), page.url());
    await page.context().close();
  });
});
