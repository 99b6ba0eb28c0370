// A foreign provider above Signet: what happens to a person who comes by it.
import assert from "node:assert/strict";
import * as client from "openid-client";
import { Browser } from "../../e2e/support/browser.mjs";
import { REDIRECT, WEB } from "../parties/common.mjs";
import { insecure, request } from "../parties/openid-client.mjs";

/** The table has a column for each. */
export const STEPS = ["test", "sign up", "again", "afresh", "told"];
/** What it is called at Signet. */
const UPSTREAM = "staff";

export class ProviderWalk {
  done = [];

  constructor(signet, provider) {
    this.signet = signet;
    this.provider = provider;
  }

  async step(name, act) {
    assert.ok(STEPS.includes(name), name);
    try {
      const value = await act();
      this.done.push({ name });
      return value;
    } catch (error) {
      this.done.push({ name, error });
      throw error;
    }
  }

  async run() {
    this.there = await this.provider.begin(this.signet, UPSTREAM);
    try {
      await this.walk();
    } catch (error) {
      error.stack += `\n--- what ${this.provider.name} said\n${this.there.output()}`;
      throw error;
    } finally {
      await this.there.stop();
    }
  }

  async walk() {
    const { signet, there, provider } = this;
    await signet.cli(...there.creation);
    const registered = await signet.createClient(WEB, "--first-party");
    this.config = await client.discovery(new URL(signet.issuer), registered.client_id, registered.client_secret, undefined, insecure);

    // Exit code 1 and a list, where anything is wrong.
    await this.step("test", () => signet.cli("upstream", "test", UPSTREAM));
    const first = await this.step("sign up", async () => {
      const person = await this.signIn(new Browser());
      assert.equal(person.name, provider.PERSON.name);
      assert.deepEqual([person.email, person.email_verified], [provider.PERSON.email, true]);
      return person;
    });
    const browser = new Browser();
    await this.step("again", async () => {
      assert.equal((await this.signIn(browser)).sub, first.sub, "one person, one account");
    });
    await this.step("afresh", async () => {
      assert.equal((await this.signIn(browser, { prompt: "login" })).sub, first.sub);
    });
    await this.step("told", async () => {
      assert.equal((await this.silently(browser)).searchParams.get("error"), null, "signed in at Signet");
      await there.signOut(browser);
      for (const until = Date.now() + 10_000; ; ) {
        if ((await this.silently(browser)).searchParams.get("error") === "login_required") return;
        assert.ok(Date.now() < until, "the session that began there goes on 10 s after it ended there");
        await new Promise((done) => setTimeout(done, 200));
      }
    });
  }

  /** Whom the app is told of, when somebody has come by the provider. */
  async signIn(browser, more) {
    const { url, checks } = await request(this.config, more);
    const button = `upstream-${UPSTREAM}`;
    // The server follows the command line within a second.
    for (const until = Date.now() + 5000; ; ) {
      await browser.open(url, REDIRECT);
      if (browser.formWith(button)) break;
      assert.ok(Date.now() < until, `its button, not ${browser.describe()}`);
      await new Promise((done) => setTimeout(done, 200));
    }
    let back = await browser.press(button, {}, REDIRECT);
    back ??= await this.there.signIn(browser, REDIRECT);
    // What is still asked of a new account, if anything is.
    if (!back && browser.formWith("sign-up-submit")) back = await browser.press("sign-up-submit", {}, REDIRECT);
    assert.ok(back, `back at the app, not ${browser.describe()}`);
    const tokens = await client.authorizationCodeGrant(this.config, back, checks);
    return client.fetchUserInfo(this.config, tokens.access_token, tokens.claims().sub);
  }

  /** Where the app is answered if nobody may be asked anything. */
  async silently(browser) {
    const { url } = await request(this.config, { prompt: "none" });
    const back = await browser.open(url, REDIRECT);
    assert.ok(back, `an answer to the app, not ${browser.page && browser.describe()}`);
    return back;
  }
}
