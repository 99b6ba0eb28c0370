// What goes wrong with a code in Chromium, for each way to get one, and with a password: too late, used before, of another
// account, tried or asked for too often, in two tabs, the browser's back button, a page left open for hours; once more
// without JavaScript. What comes from another browser is in the suite of each way. Time passes at once: support/clock.mjs.
import { before, describe, test } from "node:test";
import { ANSWERED, GONE, PASSWORD, press, says, stage, tabOf, until, withAndWithout } from "./support/failures.mjs";
import { code as mailed } from "./support/mails.mjs";
import { totp } from "./support/totp.mjs";

const NUMBERS = { sam: "+442079460001", sol: "+442079460002" };
const another = (code) => (code === "000000" ? "000001" : "000000");

const WAIT = { heading: "Look into your mailbox", way: "#mail-again" };
const ASK = { heading: "Sign in by e-mail", way: "#mail-send" };
const NEW = { heading: "Create an account for Tea Party", way: "#sign-up-send" };
const APP = { heading: "Enter the code from your app", way: "#factor-submit" };
const TEXT = { heading: "Enter the code from the text message", way: "#send-text" };
const KEPT = { heading: "Enter a recovery code", way: "#factor-submit" };
const SIGN_IN = { heading: "Sign in to Tea Party", way: "#login-submit" };

const OVER = ["That code does not work any more.", "It was used, or ten minutes have passed. Have another mail sent."];
const OLDER = ["That code is not right.", "Take the code from the newest mail. Codes of older mails do not work any more."];
const OLDER_TEXT = ["That code is not right.", "Take the code from the newest text. Codes of older ones do not work any more."];
const TRIED = ["That code was tried too often.", "Use the link in the mail, or have another mail sent."];
const CLOCK = ["That code is not right.", "Look at the app again, and check that the clock of your phone is right."];
const OFTEN = ["There were too many attempts.", "To protect the account, please wait some minutes. Then try again."];
const LOOK = "Look into your mailbox, or wait some minutes.";

describe("codes that fail", () => {
  const on = stage({
    settings: {
      SIGNET__SIGN_UP__MODE: "open",
      SIGNET__FACTORS__SMS: "true",
      SIGNET__LIMITS__RULES:
        '[{ rule = "mail_name_address", max = 3, window = "15m" }, { rule = "factor_account", max = 6, window = "15m" }, ' +
        '{ rule = "sms_account", max = 3, window = "1h" }]',
    },
    features: ["mail_sign_in"],
    people: ["mara", "app", "sam", "sol", "rita", "pia"],
  });

  const enterMailed = (page, code) => press(page, "#code-submit", { "#code": code });
  const enterFactor = (page, code) => press(page, "#factor-submit", { "#code": code });

  /** Somebody on a page of their own account. */
  async function atHome(username, path) {
    const page = await on.withPassword(username);
    await on.app.arrived(page);
    await page.goto(on.signet.issuer + path);
    return page;
  }

  const owned = {};
  /** The key of the app that somebody has from then on, and their recovery codes. */
  async function withApp(username) {
    if (owned[username]) return owned[username];
    const page = await atHome(username, "/account/security/app");
    const key = await page.textContent(".key code");
    await press(page, "#confirm-app", { "#code": totp(key, on.clock.now()) });
    const codes = await page.locator("#recovery-codes code").allTextContents();
    await press(page, "#codes-kept");
    await page.context().close();
    // Its code counts once.
    await on.clock.later(30);
    return (owned[username] = { key, codes });
  }

  /** What it shows. */
  const shown = (username) => totp(owned[username].key, on.clock.now());

  async function withNumber(username) {
    if (owned[username]) return;
    const page = await atHome(username, "/account/phone");
    const before = on.texts.texts.length;
    await press(page, "#send-phone-code", { "#phone_number": NUMBERS[username] });
    await press(page, "#confirm-phone", { "#code": await on.texts.code(before, NUMBERS[username]) });
    await press(page, "#phone-factor");
    await press(page, "#codes-kept");
    await page.context().close();
    owned[username] = NUMBERS[username];
  }

  /** The page at its address; after a while it wants the password once more. */
  async function reopened(page, username) {
    await page.goto(page.began);
    const asks = await page.locator("#login-submit").count();
    if (asks) await press(page, "#login-submit", { "#username": username, "#password": PASSWORD });
  }

  async function texted(page, username = "sam") {
    const before = on.texts.texts.length;
    await press(page, "#send-text");
    return on.texts.code(before, NUMBERS[username]);
  }

  /** Asks for a mail on whichever page it is. */
  async function again(page, email, field, send) {
    const asks = await page.locator(send).count();
    const act = () => (asks ? press(page, send, { [field]: email }) : press(page, "#mail-again"));
    return mailed(await on.mailed(email, act));
  }

  /** A fresh browser in which the app asks for a sign-in, and this was pressed. */
  async function pressed(button) {
    const page = await on.fresh();
    await page.goto(on.app.request());
    await press(page, button);
    return page;
  }

  const byMail = (page, username) => again(page, `${username}@example.test`, "#username", "#mail-send");
  const forNew = (page, username) => again(page, `${username}@example.test`, "#email", "#sign-up-send");
  /** The code that somebody else gets, in a browser of their own. */
  async function theirs(page, ask) {
    const code = await ask(page);
    await page.context().close();
    return code;
  }

  // Who makes an account.
  let newcomer;
  const ways = {
    "signing in by e-mail": {
      async begin() {
        const page = await pressed("#mail-sign-in");
        return { page, code: await byMail(page, "mara") };
      },
      again: (page) => byMail(page, "mara"),
      others: async () => theirs(await pressed("#mail-sign-in"), (page) => byMail(page, "pia")),
      enter: enterMailed,
      lasts: 601,
      late: { ...ASK, problem: OVER },
      used: { ...WAIT, problem: OLDER },
      wrong: { ...WAIT, problem: OLDER },
      tried: { ...WAIT, problem: TRIED },
      asked: { ...ASK, problem: ["Many mails were sent already.", LOOK], press: "#mail-again", pause: 11 },
    },
    "an authenticator app": {
      prepare: () => withApp("app"),
      begin: async () => ({ page: await on.withPassword("app"), code: shown("app") }),
      async again(page) {
        await reopened(page, "app");
        return shown("app");
      },
      async others() {
        await withApp("rita");
        return shown("rita");
      },
      enter: enterFactor,
      // A phone whose clock goes wrong.
      lasts: 300,
      late: { ...APP, problem: CLOCK },
      used: { ...APP, problem: ["That code was used already.", "Wait for the next one, then enter it."] },
      wrong: { ...APP, problem: CLOCK },
      tried: { ...APP, problem: OFTEN },
    },
    "a text message": {
      async prepare() {
        await withNumber("sam");
        await withNumber("sol");
      },
      async begin() {
        const page = await on.withPassword("sam");
        return { page, code: await texted(page) };
      },
      async again(page) {
        await reopened(page, "sam");
        return texted(page);
      },
      others: async () => theirs(await on.withPassword("sol"), (page) => texted(page, "sol")),
      enter: enterFactor,
      // The password was entered before, and is asked for again after as long.
      lasts: 601,
      late: SIGN_IN,
      used: { ...TEXT, problem: OLDER_TEXT },
      wrong: { ...TEXT, problem: OLDER_TEXT },
      tried: { ...TEXT, problem: ["That code was tried too often.", "Have another text sent."] },
      asked: { ...TEXT, problem: ["Many texts were sent already.", "Wait some minutes."], press: "#send-text", pause: 61 },
    },
    "making an account": {
      async begin() {
        const page = await pressed("#sign-up");
        return { page, code: await forNew(page, newcomer) };
      },
      again: (page) => forNew(page, newcomer),
      others: async () => theirs(await pressed("#sign-up"), (page) => forNew(page, "mia")),
      enter: enterMailed,
      /** Whoever has no account yet says what it is to be. */
      rest: (page) => press(page, "#sign-up-submit", { "#name": newcomer, "#password": PASSWORD }),
      lasts: 601,
      late: { ...NEW, problem: OVER },
      used: { ...WAIT, problem: OLDER },
      wrong: { ...WAIT, problem: OLDER },
      tried: { ...WAIT, problem: TRIED },
      asked: { ...NEW, problem: ["A lot was asked for from here already.", LOOK], press: "#mail-again", pause: 11 },
    },
  };

  async function begun(way) {
    const { page, code } = await way.begin();
    page.began = page.url();
    return { page, code };
  }

  withAndWithout(on, (javaScriptEnabled) => {
    before(() => (newcomer = javaScriptEnabled ? "grace" : "henry"));

    for (const [name, way] of Object.entries(ways)) {
      test(`${name}: too late, in two tabs, back`, async () => {
        await way.prepare?.();
        const { page, code } = await begun(way);
        await on.clock.later(way.lasts);
        await way.enter(page, code);
        await says(page, way.late);
        const right = await way.again(page);
        const tab = await tabOf(page);
        await way.enter(page, right);
        await way.rest?.(page);
        await on.app.arrived(page);
        // Not at once: the second press of a double click gets what the first got.
        await on.clock.later(60);
        await way.enter(tab, right);
        await says(tab, ANSWERED);
        await page.goBack();
        await says(page, ANSWERED);
        await page.click(ANSWERED.way);
        await page.waitForURL(`${on.app.origin}/`);
        await page.context().close();
      });

      test(`${name}: used before, of another account, tried and asked for too often`, async () => {
        await on.clock.later(3600);
        const first = await begun(way);
        await way.enter(first.page, first.code);
        await on.app.arrived(first.page);
        const { page } = await begun(way);
        await way.enter(page, first.code);
        await says(page, way.used);
        await way.enter(page, await way.others());
        await says(page, way.wrong);
        await until(page, way.tried.problem, () => way.enter(page, another(first.code)));
        await says(page, way.tried);
        if (way.asked) {
          await until(page, way.asked.problem, async () => {
            await on.clock.later(way.asked.pause);
            await press(page, way.asked.press);
          });
          await says(page, way.asked);
        }
        await on.clock.later(1800);
        await way.enter(page, await way.again(page));
        await on.app.arrived(page);
        for (const one of [page, first.page]) await one.context().close();
      });

      test(`${name}: left open for hours`, async () => {
        await on.clock.later(3600);
        const { page, code } = await begun(way);
        await on.clock.later(2 * 3600);
        await way.enter(page, code);
        await says(page, GONE);
        await page.click(GONE.way);
        await page.waitForURL(`${on.app.origin}/`);
        await page.context().close();
      });
    }

    test("a recovery code: wrong, used before, of another account, tried too often, in two tabs, back, left open for hours", async () => {
      // Three for each kind of browser.
      const [first, second, third] = (await withApp("rita")).codes.splice(0, 3);
      const [others] = (await withApp("app")).codes;
      const wrong = { ...KEPT, problem: ["That code is not right.", "Check it letter by letter. A code that was used before does not work again."] };
      async function begin() {
        const page = await on.withPassword("rita");
        page.began = page.url();
        await press(page, "#other-factor");
        return page;
      }

      const before = await begin();
      await enterFactor(before, first);
      await on.app.arrived(before);
      await on.clock.toWindow(900);
      const page = await begin();
      await says(page, KEPT);
      for (const code of ["aaaa-aaaa-aaaa-aaaa", others, first]) {
        await enterFactor(page, code);
        await says(page, wrong);
      }
      await until(page, OFTEN, () => enterFactor(page, first));
      await says(page, { ...KEPT, problem: OFTEN });
      // Not the right one either.
      await enterFactor(page, second);
      await says(page, { ...KEPT, problem: OFTEN });
      await on.clock.later(1800);
      await reopened(page, "rita");
      await press(page, "#other-factor");
      const tab = await tabOf(page);
      await enterFactor(page, second);
      await on.app.arrived(page);
      await on.clock.later(60);
      await enterFactor(tab, second);
      await says(tab, ANSWERED);
      await page.goBack();
      await says(page, ANSWERED);

      const late = await begin();
      await on.clock.later(2 * 3600);
      await enterFactor(late, third);
      await says(late, GONE);
      for (const one of [before, page, late]) await one.context().close();
    });

    test("a password: wrong, tried too often, in two tabs, back, left open for hours", async () => {
      const enter = (page, password, username = "pia") => press(page, "#login-submit", { "#username": username, "#password": password });
      const WRONG = "three words of nobody";
      const wrong = { ...SIGN_IN, problem: ["That name and password do not match.", "Check both, then try again."] };
      await on.clock.toWindow(900);
      const page = await on.fresh();
      await page.goto(on.app.request());
      const began = page.url();
      const tab = await tabOf(page);
      await enter(page, WRONG);
      await says(page, wrong);
      await enter(tab, WRONG);
      await says(tab, wrong);
      await until(tab, OFTEN, () => enter(tab, WRONG));
      await says(tab, { ...SIGN_IN, problem: OFTEN });
      // Nor is the right one looked at, in the other tab.
      await enter(page, PASSWORD);
      await says(page, { ...SIGN_IN, problem: OFTEN });
      await on.clock.later(1800);
      await page.goto(began);
      const tabs = [await tabOf(page), await tabOf(page)];
      await enter(page, PASSWORD);
      await on.app.arrived(page);
      await on.clock.later(60);
      await enter(tabs[0], PASSWORD);
      await says(tabs[0], ANSWERED);
      // Nor does another account answer it once more.
      await enter(tabs[1], PASSWORD, "mara");
      await says(tabs[1], ANSWERED);
      await page.goBack();
      await says(page, ANSWERED);
      await page.context().close();

      const late = await on.fresh();
      await late.goto(on.app.request());
      await on.clock.later(2 * 3600);
      await enter(late, PASSWORD);
      await says(late, GONE);
      await late.context().close();
    });
  });
});
