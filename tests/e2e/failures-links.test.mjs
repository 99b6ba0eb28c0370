// What goes wrong in Chromium with the links that a mail brings: to set a password that was forgotten, and an invitation.
// Too late, used before, in another browser, where somebody else is signed in, asked for too often, in two tabs, the
// browser's back button, a page left open for hours. Time passes at once: support/clock.mjs. Once more without JavaScript.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ANSWERED, PASSWORD, press, says, stage, tabOf, until } from "./support/failures.mjs";
import { link } from "./support/mails.mjs";

const [FIRST, SECOND, THIRD] = ["the first new password", "the second new password", "the third new password"];

const ACCOUNT = 'a.button:text-is("Go to your account")';
const SPENT = {
  heading: "This link has been used or is too old",
  lead: "Such a link works once and not for long. Ask for a new one.",
  way: ACCOUNT,
};
const SPENT_RESET = { ...SPENT, way: 'a.button:text-is("Ask again")' };
const OWN = { heading: "Sign in to Northwind", way: "#login-submit" };

const FORGOT = { heading: "Forgot your password?", way: "#forgot-submit" };
const SENT = { heading: "Look in your mailbox", way: "#ask-again" };
const CHOOSE = {
  heading: "Choose a new password",
  lead: "This link works once. You will be signed out everywhere else.",
  way: "#password-submit",
};
const set = (username, next) => ({
  heading: "Your password is set",
  lead: `You sign in as ${username}. Wherever you were signed in before, you are signed out.`,
  way: `#password-set-next:text-is("${next}")`,
});

const INVITED = { heading: "You are invited to Northwind", way: "#invitation-accept" };
const DETAILS = { heading: "Almost done", way: "#sign-up-submit" };
const LATE = { heading: "That took too long", lead: "Open the link of your invitation once more.", way: ACCOUNT };
const known = (email) => ({
  heading: "You have an account already",
  lead: `There is an account with ${email}. Sign in to it.`,
  way: "#invitation-sign-in",
});

for (const javaScriptEnabled of [true, false]) {
  describe(`links that fail, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    const on = stage({
      settings: {
        SIGNET__SIGN_UP__MODE: "invitation",
        SIGNET__LIMITS__RULES: '[{ rule = "recovery_address", max = 6, window = "1h" }]',
      },
      people: ["rosa", "rita", "otto", "uma"],
      visitor: { javaScriptEnabled },
    });

    const address = (username) => `${username}@example.test`;
    const own = (path) => on.signet.issuer + path;
    /** The link of a mail that is asked for on the page that asks whose password was forgotten. */
    async function sentFrom(page, username) {
      return link(await on.mailed(address(username), () => press(page, "#forgot-submit", { "#username": username })));
    }
    /** The same from the page on which one signs in. */
    async function asked(page, username) {
      await press(page, "#forgot-password");
      return sentFrom(page, username);
    }
    const choose = (page, word) => press(page, "#password-submit", { "#password": word, "#password_again": word });
    /** Chooses a password, of which a mail tells. */
    const chosen = (page, username, word) => on.mailed(address(username), () => choose(page, word));
    const signIn = (page, username, word) => press(page, "#login-submit", { "#username": username, "#password": word });
    /** Who of them is signed in to a browser. */
    async function people(page) {
      await page.goto(own("/account"));
      const shown = await page.locator("bdi").allTextContents();
      return ["rita", "otto", "cleo", "dana", "elin"].filter((name) => shown.includes(address(name)));
    }

    test("a link to set a password: too late, used before, in two tabs, back", async () => {
      const page = await on.fresh();
      await page.goto(on.app.request());
      const late = await asked(page, "rosa");
      await page.goto(late);
      await says(page, CHOOSE);
      await on.clock.later(3601);
      await choose(page, FIRST);
      await says(page, SPENT_RESET);
      await page.goto(late);
      await says(page, SPENT_RESET);
      await press(page, SPENT_RESET.way);
      await says(page, FORGOT);
      const again = await sentFrom(page, "rosa");
      await page.goto(again);
      await chosen(page, "rosa", FIRST);
      await says(page, set("rosa", "Sign in"));
      await page.goBack();
      await says(page, SPENT_RESET);

      await on.clock.later(61);
      await page.goto(on.app.request());
      const right = await asked(page, "rosa");
      await page.goto(right);
      const tab = await tabOf(page);
      await chosen(page, "rosa", SECOND);
      await on.app.arrived(page);
      await on.clock.later(60);
      await choose(tab, THIRD);
      await says(tab, SPENT_RESET);
      await page.goBack();
      await says(page, SPENT_RESET);
      await page.goto(own("/login"));
      await signIn(page, "rosa", THIRD);
      await says(page, { ...OWN, problem: ["That name and password do not match.", "Check both, then try again."] });
      await page.context().close();
    });

    test("a link to set a password: in another browser, where somebody else is signed in", async () => {
      await on.clock.later(3600);
      const asking = await on.fresh();
      await asking.goto(on.app.request());
      const first = await asked(asking, "rita");
      const other = await on.withPassword("otto");
      await on.app.arrived(other);
      await other.goto(first);
      await says(other, CHOOSE);
      await chosen(other, "rita", FIRST);
      await says(other, set("rita", "Go on to Tea Party"));
      await press(other, "#password-set-next");
      assert.equal(other.url(), `${on.app.origin}/`);
      assert.deepEqual(await people(other), ["otto"]);
      // What waits in the browser that asked goes on there.
      await press(asking, "#back-to-sign-in");
      await signIn(asking, "rita", FIRST);
      await on.app.arrived(asking);

      await on.clock.later(61);
      const alone = await on.fresh();
      await alone.goto(own("/login"));
      await other.goto(await asked(alone, "rita"));
      await chosen(other, "rita", SECOND);
      await says(other, set("rita", "Sign in"));
      await press(other, "#password-set-next");
      await says(other, OWN);
      await signIn(other, "rita", SECOND);
      await other.waitForURL("**/account*");
      assert.deepEqual(await people(other), ["rita", "otto"]);
      for (const one of [asking, other, alone]) await one.context().close();
    });

    test("a link to set a password: an older one, asked for too often", async () => {
      await on.clock.toWindow(3600);
      const page = await on.fresh();
      await page.goto(own("/forgot"));
      const older = await sentFrom(page, "uma");
      await on.clock.later(61);
      await press(page, "#ask-again");
      const newest = await sentFrom(page, "uma");
      await page.goto(older);
      await says(page, SPENT_RESET);
      const ask = async (username) => {
        await page.goto(own("/forgot"));
        await press(page, "#forgot-submit", { "#username": username });
      };
      const often = ["Too many links were asked for from here. Please wait some minutes."];
      await ask("nobody");
      await says(page, SENT);
      await until(page, ["Too many links were asked for from here."], () => ask("nobody"));
      await says(page, { ...FORGOT, problem: often });
      await ask("uma");
      await says(page, { ...FORGOT, problem: often });
      assert.ok(await page.locator("#back-to-sign-in").isVisible());
      // What was sent before still works.
      await page.goto(newest);
      await says(page, CHOOSE);
      await on.clock.later(7200);
      await page.goto(own("/forgot"));
      await page.goto(await sentFrom(page, "uma"));
      await says(page, CHOOSE);
      await page.context().close();
    });

    async function invited(email, ...more) {
      return link(await on.mailed(email, () => on.signet.cli("user", "invite", email, ...more)));
    }
    const make = (page, name) => press(page, "#sign-up-submit", { "#name": name, "#password": PASSWORD });
    /** Opens an invitation, and goes on to the page that makes the account. */
    async function accepted(page, invitation) {
      await page.goto(invitation);
      await says(page, INVITED);
      await press(page, "#invitation-accept");
      await says(page, DETAILS);
    }

    test("an invitation: too late, a newer one, its page left open for hours", async () => {
      const email = address("ida");
      const page = await on.fresh();
      const late = await invited(email, "--expires", "5m");
      await page.goto(late);
      await says(page, INVITED);
      await on.clock.later(301);
      await press(page, "#invitation-accept");
      await says(page, SPENT);
      await page.goto(late);
      await says(page, SPENT);
      await press(page, SPENT.way);
      await says(page, OWN);

      await accepted(page, await invited(email, "--expires", "5m"));
      await on.clock.later(301);
      await make(page, "Ida");
      await says(page, SPENT);

      const older = await invited(email);
      const open = await invited(email);
      await page.goto(older);
      await says(page, SPENT);
      await accepted(page, open);
      const tab = await tabOf(page);
      await on.clock.later(1801);
      await make(page, "Ida");
      await says(page, LATE);
      await on.clock.later(3600);
      await make(tab, "Ida");
      await says(tab, LATE);
      await accepted(page, open);
      await make(page, "Ida");
      await page.waitForURL("**/account*");
      await page.context().close();
    });

    test("an invitation: used before, in two tabs, back", async () => {
      const invitation = await invited(address("bea"));
      const page = await on.fresh();
      await page.goto(on.app.request());
      await page.goto(invitation);
      const early = await tabOf(page);
      await press(page, "#invitation-accept");
      const tab = await tabOf(page);
      await make(page, "Bea");
      await on.app.arrived(page);
      await on.clock.later(60);
      await make(tab, "Bea");
      await says(tab, ANSWERED);
      await press(early, "#invitation-accept");
      await says(early, SPENT);
      await page.goBack();
      await says(page, ANSWERED);
      await page.goto(invitation);
      await says(page, SPENT);
      await press(page, SPENT.way);
      assert.equal(new URL(page.url()).pathname, "/account");
      await page.context().close();
    });

    test("an invitation: in another browser, where somebody else is signed in, for somebody who has an account", async () => {
      const cleo = address("cleo");
      const invitation = await invited(cleo);
      const [one, two] = [await on.fresh(), await on.fresh()];
      for (const page of [one, two]) await accepted(page, invitation);
      await make(one, "Cleo");
      await one.waitForURL("**/account*");
      await make(two, "Cleo");
      await says(two, known(cleo));
      await press(two, "#invitation-sign-in");
      await says(two, OWN);
      await signIn(two, cleo, PASSWORD);
      await two.waitForURL("**/account*");
      assert.deepEqual(await people(two), ["cleo"]);

      const page = await on.withPassword("otto");
      await on.app.arrived(page);
      await accepted(page, await invited(address("dana")));
      await make(page, "Dana");
      await page.waitForURL("**/account*");
      assert.deepEqual(await people(page), ["otto", "dana"]);

      const elin = await invited(address("elin"));
      await on.signet.createUser("elin", PASSWORD, { email_verified: true });
      await page.goto(elin);
      await says(page, known(address("elin")));
      await press(page, "#invitation-sign-in");
      await says(page, OWN);
      await signIn(page, "elin", PASSWORD);
      await page.waitForURL("**/account*");
      assert.deepEqual(await people(page), ["otto", "dana", "elin"]);
      for (const each of [one, two, page]) await each.context().close();
    });
  });
}
