// What goes wrong with passkeys in Chromium with its virtual authenticator: cancelled, not known, of another account, copied,
// too late, used before, tried too often, in two tabs, the browser's back button, a page left open for hours. To sign in,
// after a password, and where one is made. Time passes at once: support/clock.mjs. passkeys.test.mjs is about browsers
// without JavaScript, in which there are none.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { authenticatorOf } from "./support/authenticator.mjs";
import { ANSWERED, GONE, PASSWORD, press, says, stage, tabOf, until } from "./support/failures.mjs";

const LATE = ["That took too long.", "Nothing was changed. Try again with your passkey."];
const OFTEN = ["There were too many attempts.", "To protect the account, please wait some minutes. Then try again."];
const NEW = { heading: "Create a passkey", way: "#passkey-button" };

describe("passkeys that fail, with JavaScript alone", () => {
  const on = stage({
    // Browsers make no passkeys for an address of digits.
    host: "localhost",
    settings: {
      // passkey-suggestions.test.mjs is about being asked for one after the password.
      SIGNET__PASSKEYS__SUGGEST_EVERY: "0s",
      SIGNET__LIMITS__RULES: '[{ rule = "login_address", max = 3, window = "15m" }]',
    },
    people: ["pam", "pat", "max", "nia"],
  });

  /** A fresh browser whose authenticator has these passkeys; `meanwhile` happens before it answers. */
  async function device(keys = []) {
    const page = await on.fresh();
    const own = { page, meanwhile: async () => {} };
    await page.context().exposeFunction("meanwhile", () => own.meanwhile());
    await page.context().addInitScript(() => {
      if (!navigator.credentials || !window.PublicKeyCredential) return;
      // The virtual authenticator answers the browser's list of names at once: without it there is the button.
      delete PublicKeyCredential.isConditionalMediationAvailable;
      for (const what of ["create", "get"]) {
        const asked = navigator.credentials[what].bind(navigator.credentials);
        navigator.credentials[what] = async (options) => {
          const answer = await asked(options);
          await window.meanwhile();
          return answer;
        };
      }
    });
    return Object.assign(own, await authenticatorOf(page, keys));
  }
  /** The passkey on one device more: each counts on from where the one before got to. */
  function copyOf(key) {
    key.signCount += 50;
    return { ...key };
  }
  /** The browser in which somebody has made a passkey, with it. */
  async function enrolled(username) {
    const own = await device();
    await on.withPassword(username, own.page);
    await on.app.arrived(own.page);
    await own.page.goto(`${on.signet.issuer}/account/security/passkey`);
    await press(own.page, "#passkey-button");
    await own.page.getByText("The passkey is added.").waitFor();
    const [key] = await own.kept();
    return { ...own, key };
  }

  const ways = {
    "to sign in": {
      username: "pam",
      prepare: () => enrolled("pam"),
      begin: (page) => page.goto(on.app.request()),
      here: { heading: "Sign in to Tea Party", way: "#login-submit" },
      cancelled: ["No passkey was chosen. Try again, or sign in with your password."],
      wrong: ["This passkey could not be used.", "Try again, or sign in with your password."],
    },
    "after a password": {
      username: "max",
      async prepare() {
        const own = await enrolled("max");
        await press(own.page, "#after-password");
        await press(own.page, "#codes-kept");
        return own;
      },
      begin: (page) => on.withPassword("max", page),
      here: { heading: "Confirm with your passkey", way: "#other-factor" },
      cancelled: ["No passkey was used. Try again."],
      wrong: ["This passkey could not be used.", "Try again, or choose another way."],
    },
  };

  for (const [name, way] of Object.entries(ways)) {
    let key;
    let first;
    async function begun(keys) {
      const own = await device(keys);
      await way.begin(own.page);
      await says(own.page, way.here);
      return own;
    }
    const use = (page) => press(page, "#passkey-button");

    test(`${name}: cancelled, copied, tried too often`, async () => {
      await on.clock.toWindow(900);
      const own = await way.prepare();
      key = own.key;
      first = { ...key };
      await own.page.context().close();

      const none = await begun([]);
      await none.verified(false);
      await none.page.click("#passkey-button");
      await says(none.page, { ...way.here, problem: way.cancelled });
      const owner = await begun([copyOf(key)]);
      await use(owner.page);
      await on.app.arrived(owner.page);
      // It has not counted along.
      const copy = await begun([first]);
      await use(copy.page);
      await says(copy.page, { ...way.here, problem: way.wrong });
      const right = await begun([copyOf(key)]);
      await until(copy.page, OFTEN, () => use(copy.page));
      await says(copy.page, { ...way.here, problem: OFTEN });
      // Nobody guesses a passkey: the right one is looked at all the same.
      await use(right.page);
      await on.app.arrived(right.page);
      for (const one of [none, owner, copy, right]) await one.page.context().close();
    });

    test(`${name}: too late, used before, in two tabs, back, left open for hours`, async () => {
      await on.clock.later(3600);
      const own = await begun([copyOf(key)]);
      const { page } = own;
      const began = page.url();
      own.meanwhile = () => on.clock.later(301);
      await use(page);
      await says(page, { ...way.here, problem: LATE });
      own.meanwhile = async () => {};
      await page.goto(began);
      await says(page, way.here);
      const tab = await tabOf(page);
      await authenticatorOf(tab, [copyOf(key)]);
      const [posted] = await Promise.all([
        page.waitForRequest((one) => one.method() === "POST" && Boolean(one.postData()?.includes("answer="))),
        page.click("#passkey-button"),
      ]);
      await on.app.arrived(page);
      await on.clock.later(60);
      await use(tab);
      await says(tab, ANSWERED);
      await page.goBack();
      await says(page, ANSWERED);

      // The same answer once more, in another browser.
      const used = await begun([]);
      const spent = new URLSearchParams(posted.postData());
      await used.page.evaluate(([sealed, answer]) => {
        const form = document.querySelector("#passkey-form");
        form.elements.sealed.value = sealed;
        form.elements.answer.value = answer;
        HTMLFormElement.prototype.submit.call(form);
      }, [spent.get("sealed"), spent.get("answer")]);
      await says(used.page, { ...way.here, problem: LATE });

      const open = await begun([copyOf(key)]);
      await on.clock.later(2 * 3600);
      await use(open.page);
      // What the script asked for was not there any more.
      open.page.complaints = open.page.complaints.filter((one) => !one.includes("/factor/passkey"));
      await says(open.page, GONE);
      for (const one of [page, used.page, open.page]) await one.context().close();
    });
  }

  test("to sign in: not known, of another account; the password stays", async () => {
    await on.clock.later(3600);
    const { page, key } = await enrolled("pat");
    const other = await enrolled("nia");
    const { here, wrong } = ways["to sign in"];
    const unknown = ["This passkey does not belong to any account here.", "It may have been removed. Sign in another way, and delete it on your device."];
    const refused = [
      [{ ...key, credentialId: randomBytes(32).toString("base64") }, unknown],
      // It is that of pat, and says that it is nia's.
      [{ ...key, userHandle: other.key.userHandle }, wrong],
    ];
    for (const [held, problem] of refused) {
      const own = await device([held]);
      await own.page.goto(on.app.request());
      await press(own.page, "#passkey-button");
      await says(own.page, { ...here, problem });
      await press(own.page, "#login-submit", { "#username": "pat", "#password": PASSWORD });
      await on.app.arrived(own.page);
      await own.page.context().close();
    }
    for (const one of [page, other.page]) await one.context().close();
  });

  test("making one: cancelled, too late, in two tabs, signed out meanwhile, back", async () => {
    await on.clock.later(3600);
    const own = await device();
    const { page } = own;
    await on.withPassword("nia", page);
    await on.app.arrived(page);
    const address = `${on.signet.issuer}/account/security/passkey`;
    await page.goto(address);
    await own.verified(false);
    await page.click("#passkey-button");
    await says(page, { ...NEW, problem: ["No passkey was made. Try again whenever you like."] });
    await own.verified(true);
    await page.goto(address);
    own.meanwhile = () => on.clock.later(301);
    await press(page, "#passkey-button");
    await says(page, { ...NEW, problem: ["That took too long.", "No passkey was added. Try again."] });
    own.meanwhile = async () => {};
    await page.goto(address);
    const tab = await tabOf(page);
    // Nothing is made on a page that nobody looks at.
    await page.bringToFront();
    await press(page, "#passkey-button");
    await page.getByText("The passkey is added.").waitFor();
    await page.goBack();
    await says(page, NEW);
    // Another device is offered in the other tab, in which nobody is signed in by then.
    await authenticatorOf(tab);
    await page.goto(`${on.signet.issuer}/account`);
    await press(page, "#sign-out");
    await tab.bringToFront();
    await press(tab, "#passkey-button");
    assert.equal(new URL(tab.url()).pathname, "/login");
    assert.ok(await tab.locator("#login-submit").isVisible());
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});
