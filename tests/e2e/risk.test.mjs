// A sign-in that is unlike those before, in Chromium: one thing more by mail, and a stop that looks like a wrong password,
// whose owner is mailed a way in. What goes wrong on the way, too; once more without JavaScript. Time passes at once:
// support/clock.mjs.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { inspect } from "./support/chromium.mjs";
import { ANSWERED, GONE, PASSWORD, press, says, stage, tabOf, until, withAndWithout } from "./support/failures.mjs";
import { code, link } from "./support/mails.mjs";

const ADA = "ada@example.test";
const SIGN_IN = { heading: "Sign in to Tea Party", way: "#login-submit" };
const MORE = {
  heading: "One more step",
  lead: "This sign-in is unlike your earlier ones. We send a code and a link to the address of your account.",
  way: "#confirm-send",
};
const WAIT = { heading: "Look into your mailbox", way: "#mail-again" };
const another = (code) => (code === "000000" ? "000001" : "000000");

/** Signs in with these in a browser in which the app asks for it. */
const enter = (page, username, password) => press(page, "#login-submit", { "#username": username, "#password": password });
const enterCode = (page, code) => press(page, "#code-submit", { "#code": code });

/** The browser in which somebody signs in first: with nothing before to compare it with. */
async function atHome(on, username) {
  const page = await on.withPassword(username);
  await on.app.arrived(page);
  await page.context().close();
}

describe("a sign-in that is unlike those before", () => {
  const on = stage({ settings: { SIGNET__RISK__NEW_DEVICE: "step_up" }, people: ["ada"] });
  before(() => atHome(on, "ada"));

  /** A new browser, and the code that it is asked for. */
  async function asked() {
    const page = await on.withPassword("ada");
    await says(page, MORE);
    return { page, code: code(await on.mailed(ADA, () => press(page, "#confirm-send"))) };
  }

  withAndWithout(on, (javaScriptEnabled) => {
    test("a new browser brings the code of a mail beside the password, and is known from then on", async () => {
      const page = await on.withPassword("ada");
      await says(page, MORE);
      // axe-core is a script itself.
      if (javaScriptEnabled) await inspect(page, "confirm-by-mail");
      const right = code(await on.mailed(ADA, () => press(page, "#confirm-send")));
      await says(page, WAIT);
      await enterCode(page, right);
      await on.app.arrived(page);
      await page.goto(on.app.request({ prompt: "login" }));
      await press(page, "#login-submit", { "#password": PASSWORD });
      await on.app.arrived(page);
      await page.context().close();
    });

    test("its code: of another browser, too late, used before, in two tabs, back, left open for hours", async () => {
      await on.clock.later(3600);
      const first = await asked();
      await on.clock.later(11);
      const { page, code: right } = await asked();
      await enterCode(page, first.code);
      const older = ["That code is not right.", "Take the code from the newest mail. Codes of older mails do not work any more."];
      await says(page, { ...WAIT, problem: older });
      const tried = ["That code was tried too often.", "Use the link in the mail, or have another mail sent."];
      await until(page, tried, () => enterCode(page, another(right)));
      await says(page, { ...WAIT, problem: tried });
      await on.clock.later(11);
      const newest = code(await on.mailed(ADA, () => press(page, "#mail-again")));
      const tab = await tabOf(page);
      await enterCode(page, newest);
      await on.app.arrived(page);
      await on.clock.later(60);
      await enterCode(tab, newest);
      await says(tab, ANSWERED);
      await page.goBack();
      await says(page, ANSWERED);

      const late = await asked();
      await on.clock.later(601);
      await enterCode(late.page, late.code);
      await says(late.page, SIGN_IN);
      await on.clock.later(2 * 3600);
      await enter(late.page, "ada", PASSWORD);
      await says(late.page, GONE);
      for (const one of [first, { page }, late]) await one.page.context().close();
    });
  });
});

describe("a sign-in that is stopped", () => {
  const on = stage({ settings: { SIGNET__RISK__NEW_DEVICE: "block" }, people: ["ada"] });
  const words = [PASSWORD, "the second password of ada", "the third password of ada"];
  const STOPPED = {
    ...SIGN_IN,
    problem: [
      "You could not be signed in with that.",
      "Check name and password. If both are right, look into your mailbox: a sign-in that is unlike your earlier ones can " +
        "be stopped, and then you are mailed a way in.",
    ],
  };

  before(async () => {
    // Whose address was never proven: nobody can be asked there, so even a new password is stopped.
    await on.signet.createUser("una", PASSWORD);
    for (const username of ["ada", "una"]) await atHome(on, username);
  });

  withAndWithout(on, (javaScriptEnabled) => {
    test("the right password looks like a wrong one", async () => {
      const shown = [];
      for (const password of [PASSWORD, "another one altogether"]) {
        const page = await on.fresh();
        await page.goto(on.app.request());
        await enter(page, "una", password);
        await says(page, STOPPED);
        shown.push([new URL(page.url()).pathname, (await page.context().cookies()).length]);
        if (javaScriptEnabled && password === PASSWORD) await inspect(page, "sign-in-wrong-or-stopped");
        await page.context().close();
      }
      assert.deepEqual(shown[0], shown[1]);
    });

    test("its owner is mailed a link to another password, and goes on with that, there and elsewhere", async () => {
      // A password in its first hour is never stopped.
      await on.clock.later(3601);
      const [now, next] = words;
      const page = await on.fresh();
      await page.goto(on.app.request());
      const mail = await on.mailed(ADA, () => enter(page, "ada", now));
      await says(page, STOPPED);
      await page.goto(link(mail));
      await says(page, {
        heading: "Choose a new password",
        lead: "This link works once. You will be signed out everywhere else.",
        way: "#password-submit",
      });
      await on.mailed(ADA, () => press(page, "#password-submit", { "#password": next, "#password_again": next }));
      await on.app.arrived(page);
      words.shift();

      const elsewhere = await on.fresh();
      await elsewhere.goto(on.app.request());
      await enter(elsewhere, "ada", next);
      await says(elsewhere, MORE);
      await enterCode(elsewhere, code(await on.mailed(ADA, () => press(elsewhere, "#confirm-send"))));
      await on.app.arrived(elsewhere);
      for (const one of [page, elsewhere]) await one.context().close();
    });
  });
});
