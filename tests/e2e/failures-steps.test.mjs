// What goes wrong in Chromium with the steps that are wanted before an app gets its answer, and with wallets: too late, used
// before, tried or asked for too often, in two tabs, the browser's back button, a page left open for hours. Steps once more
// without JavaScript; wallets.test.mjs is about browsers without it, in which there are none. Time passes at once:
// support/clock.mjs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Wallet } from "ethers";
import { ANSWERED, GONE, PASSWORD, press, says, stage, tabOf, until, withAndWithout } from "./support/failures.mjs";
import { code } from "./support/mails.mjs";
import { totp } from "./support/totp.mjs";
import { deviceOf } from "./support/wallet.mjs";

const ANOTHER = "ten words that nobody puts together";
const another = (code) => (code === "000000" ? "000001" : "000000");

describe("required steps that fail", () => {
  const on = stage({
    settings: {
      SIGNET__TERMS__DOCUMENTS: '[{ id = "terms", version = "1", url = "https://example.test/terms" }]',
      SIGNET__LIMITS__RULES: '[{ rule = "mail_name_address", max = 3, window = "15m" }]',
    },
    people: ["tess", "vera", "paul", "fay", "theo", "vito", "pia", "finn"],
  });

  async function agree(page) {
    await page.check("#agree-terms");
    await press(page, "#terms-agree");
  }
  /** Somebody who has agreed to the terms, of whom this step is wanted. */
  async function wanted(username, step) {
    const page = await on.withPassword(username);
    await agree(page);
    await on.app.arrived(page);
    await page.context().close();
    await on.signet.cli("user", "require", username, step);
  }
  const sent = async (page, username) =>
    code(await on.mailed(`${username}@example.test`, () => press(page, "#verify-send, #mail-again")));
  const enter = (page, code) => press(page, "#code-submit", { "#code": code });

  const steps = {
    "terms": { of: ["tess", "theo"], heading: "Before you go on", way: "#terms-agree", take: agree },
    "another password": {
      of: ["paul", "pia"],
      step: "password",
      heading: "Choose a new password",
      way: "#password-submit",
      take: (page) => press(page, "#password-submit", { "#password": ANOTHER, "#password_again": ANOTHER }),
    },
    "a further factor": {
      of: ["fay", "finn"],
      step: "factor",
      heading: "Set up an authenticator app",
      way: "#confirm-app",
      take: async (page) => press(page, "#confirm-app", { "#code": totp(await page.textContent(".key code"), on.clock.now()) }),
      rest: (page) => press(page, "#codes-kept"),
      // The codes between are shown once.
      back: -2,
    },
  };

  withAndWithout(on, (javaScriptEnabled) => {
    for (const [name, { of, step, heading, way, take, rest, back = -1 }] of Object.entries(steps)) {
      const username = of[javaScriptEnabled ? 0 : 1];
      test(`${name}: left open for hours, in two tabs, back`, async () => {
        if (step) await wanted(username, step);
        const late = await on.withPassword(username);
        await says(late, { heading, way });
        await on.clock.later(2 * 3600);
        await take(late);
        await says(late, GONE);
        await late.context().close();

        const page = await on.withPassword(username);
        await says(page, { heading, way });
        const tab = await tabOf(page);
        await take(page);
        await rest?.(page);
        await on.app.arrived(page);
        await on.clock.later(60);
        await take(tab);
        await says(tab, ANSWERED);
        await page.evaluate((steps) => history.go(steps), back);
        await says(page, ANSWERED);
        await page.context().close();
      });
    }

    test("a proven address: too late, used before, tried and asked for too often, in two tabs, back, left open", async () => {
      const username = javaScriptEnabled ? "vera" : "vito";
      await wanted(username, "verify");
      const start = { heading: "Confirm your e-mail address", way: "#verify-send" };
      const waits = (title, text) => ({ heading: "Look into your mailbox", problem: [title, text], way: "#mail-again" });
      const late = await on.withPassword(username);
      await says(late, start);
      const first = await sent(late, username);
      await on.clock.later(601);
      await enter(late, first);
      await says(late, { ...start, problem: ["That code does not work any more.", "It was used, or ten minutes have passed. Have another mail sent."] });
      await on.clock.later(2 * 3600);
      await press(late, "#verify-send");
      await says(late, GONE);
      await late.context().close();

      const page = await on.withPassword(username);
      const old = await sent(page, username);
      await on.clock.later(11);
      await sent(page, username);
      await enter(page, old);
      await says(page, waits("That code is not right.", "Take the code from the newest mail. Codes of older mails do not work any more."));
      const tried = waits("That code was tried too often.", "Use the link in the mail, or have another mail sent.");
      await until(page, tried.problem, () => enter(page, another(old)));
      await says(page, tried);
      const asked = { ...start, problem: ["Many mails were sent already.", "Look into your mailbox, or wait some minutes."] };
      await until(page, asked.problem, async () => {
        await on.clock.later(11);
        await press(page, "#mail-again");
      });
      await says(page, asked);
      await on.clock.later(1200);
      const right = await sent(page, username);
      const tab = await tabOf(page);
      await enter(page, right);
      await on.app.arrived(page);
      await on.clock.later(60);
      await enter(tab, right);
      await says(tab, ANSWERED);
      await page.goBack();
      await says(page, ANSWERED);
      await page.context().close();
    });
  });
});

describe("wallets that fail, with JavaScript alone", () => {
  const on = stage({
    settings: { SIGNET__LIMITS__RULES: '[{ rule = "login_address", max = 3, window = "15m" }]' },
    features: ["ethereum"],
    people: ["walt"],
  });
  const here = { heading: "Sign in to Tea Party", way: "#wallet-button" };
  const LATE = { ...here, problem: ["That took too long.", "Nothing was changed. Try again with your wallet."] };

  /** A browser with this wallet in which the app asks for a sign-in. */
  async function asked(wallet) {
    const { page } = await deviceOf(on.browser, wallet);
    await page.goto(on.app.request());
    return page;
  }

  test("signed too late, used before, signed wrongly too often, in two tabs, back, left open", async () => {
    const wallet = Wallet.createRandom();
    let pause = 0;
    const slow = { address: wallet.address, signMessage: async (text) => (await on.clock.later(pause), wallet.signMessage(text)) };
    const page = await asked(slow);
    await press(page, "#login-submit", { "#username": "walt", "#password": PASSWORD });
    await on.app.arrived(page);
    await page.goto(`${on.signet.issuer}/account/security/wallet`);
    await page.click("#wallet-button");
    await page.getByText("The wallet is added.").waitFor();
    await page.context().close();

    const late = await asked(slow);
    const began = late.url();
    pause = 301;
    await press(late, "#wallet-button");
    await says(late, LATE);
    pause = 0;
    await late.goto(began);
    const tab = await tabOf(late);
    const [posted] = await Promise.all([
      late.waitForRequest((one) => one.method() === "POST" && one.postData()?.includes("signature=")),
      late.click("#wallet-button"),
    ]);
    await on.app.arrived(late);
    await on.clock.later(60);
    await press(tab, "#wallet-button");
    await says(tab, ANSWERED);
    await late.goBack();
    await says(late, ANSWERED);

    // The same signature once more, in another browser.
    const used = await asked(slow);
    const spent = new URLSearchParams(posted.postData());
    await used.evaluate(([sealed, signature]) => {
      const form = document.querySelector("#wallet-form");
      form.elements.sealed.value = sealed;
      form.elements.signature.value = signature;
      HTMLFormElement.prototype.submit.call(form);
    }, [spent.get("sealed"), spent.get("signature")]);
    await says(used, LATE);
    await on.clock.later(2 * 3600);
    await press(used, "#wallet-button");
    await says(used, GONE);

    const thief = await asked({ address: wallet.address, signMessage: (text) => Wallet.createRandom().signMessage(text) });
    await press(thief, "#wallet-button");
    const text = "Sign with the wallet that was asked. Wallets that are contracts are not accepted.";
    await says(thief, { ...here, problem: ["This signature does not hold.", text] });
    const often = ["There were too many attempts.", "To protect the account, please wait some minutes. Then try again."];
    await until(thief, often, () => press(thief, "#wallet-button"));
    await says(thief, { ...here, problem: often });
    await on.clock.later(1800);
    const back = await asked(slow);
    await back.click("#wallet-button");
    await on.app.arrived(back);
    assert.deepEqual(back.complaints, []);
    for (const one of [late, used, thief, back]) await one.context().close();
  });
});
