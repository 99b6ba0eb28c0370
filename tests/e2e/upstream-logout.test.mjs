// Signing out where one signed in by another provider, in Chromium (OIDC RP-Initiated Logout 1.0): a second Signet is the
// provider, and asked by an app of its own whether anybody is signed in there. Once more without JavaScript. That whoever
// signs out there is signed out here, by the back channel, is in upstream.test.mjs.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { App } from "./support/app.mjs";
import { inspect, launch, person as visitor } from "./support/chromium.mjs";
import { WEB } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

const PRIVATE = { SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.0/8" };
const PASSWORD = "a password of the upper one";

for (const javaScriptEnabled of [true, false]) {
  describe(`signing out at the provider, too, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    let signet;
    let upper;
    let browser;
    // An app of the provider, which asks it in silence; and one of ours, which waits for somebody who signs out.
    let there;
    let here;
    before(async () => {
      signet = await Signet.start({ settings: { ...PRIVATE, SIGNET__SIGN_UP__MODE: "open" } });
      upper = await Signet.start({ settings: PRIVATE });
      await upper.createUser("erin", PASSWORD, { name: "Erin", email_verified: true });
      const lower = {
        ...WEB,
        client_name: "Lower Signet",
        redirect_uris: [`${signet.issuer}/sign-in/upstream/head/callback`],
        post_logout_redirect_uris: [`${signet.issuer}/signed-out`],
      };
      const known = await upper.createClient(lower, "--first-party");
      const secret = await signet.file("head.secret", known.client_secret);
      await signet.cli(
        "upstream", "create", "head", "--label", "Head office", "--issuer", upper.issuer, "--client-id", known.client_id,
        "--client-secret-file", secret, "--trust-email", "verified", "--setting", "offers_logout=true",
      );
      [there, here] = [await App.start(), await App.start()];
      await there.register(upper);
      const facts = { ...WEB, redirect_uris: [here.redirect], post_logout_redirect_uris: [`${here.origin}/bye`] };
      here.client = await signet.createClient(facts, "--first-party");
      // The server that runs sees the provider within a second.
      await signet.stop();
      await signet.serve();
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      for (const one of [signet, upper]) {
        await one?.stop();
        await one?.remove();
      }
      for (const one of [there, here]) one?.stop();
    });

    // axe-core is a script itself.
    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);

    /** A browser in which Erin signed in by the provider. */
    async function signedIn() {
      const page = await visitor(browser, { javaScriptEnabled });
      await page.goto(`${signet.issuer}/login`);
      await page.click("#upstream-head");
      await page.waitForURL(`${upper.issuer}/login**`);
      await page.fill("#username", "erin");
      await page.fill("#password", PASSWORD);
      await page.click("#login-submit");
      await page.waitForURL(`${signet.issuer}/account**`);
      assert.deepEqual(await standsThere(page), { code: true, error: null });
      return page;
    }
    /** Whether somebody is signed in at the provider, as its app is told in silence. */
    async function standsThere(page) {
      await page.goto(there.request({ prompt: "none" }));
      await page.waitForURL(`${there.redirect}?*`);
      const answer = new URL(page.url()).searchParams;
      return { code: answer.has("code"), error: answer.get("error") };
    }
    /** Nobody is signed in here. */
    async function signedOutHere(page) {
      await page.goto(`${signet.issuer}/account`);
      await page.waitForSelector("#upstream-head");
    }
    async function signOut(page) {
      await page.goto(`${signet.issuer}/account`);
      await page.click("#sign-out");
      await page.getByRole("heading", { name: "You are signed out" }).waitFor();
    }
    /** Where our app sends whoever wants to sign out of it. */
    function leaving() {
      const asked = { client_id: here.client.client_id, post_logout_redirect_uri: `${here.origin}/bye`, state: "s" };
      return `${signet.issuer}/logout?${new URLSearchParams(asked)}`;
    }

    test("whoever takes the offer comes back, and has no session there any more", async () => {
      const page = await signedIn();
      await signOut(page);
      assert.equal(await page.textContent("#sign-out-upstream"), "Sign out of Head office, too");
      await look(page, "signed-out-upstream");
      const met = [];
      page.on("request", (one) => one.isNavigationRequest() && met.push(new URL(one.url())));
      await page.click("#sign-out-upstream");
      // Who is signed in by now stands there: nobody.
      await page.waitForURL(`${signet.issuer}/`);
      const [leave, back] = met;
      assert.equal(leave.origin + leave.pathname, `${upper.issuer}/logout`);
      assert.ok(leave.searchParams.has("id_token_hint"), "it is said who signs out, and nobody is asked");
      assert.equal(back.origin + back.pathname, `${signet.issuer}/signed-out`);
      assert.equal(back.searchParams.get("state"), leave.searchParams.get("state"));
      await look(page, "after-upstream-sign-out");
      assert.deepEqual(await standsThere(page), { code: false, error: "login_required" });
      await signedOutHere(page);
      // And the provider asks who it is.
      await page.click("#upstream-head");
      await page.waitForSelector("#login-submit");
      assert.equal(new URL(page.url()).origin, upper.issuer);
      await page.context().close();
    });

    test("whoever leaves it is signed out here alone", async () => {
      const page = await signedIn();
      await signOut(page);
      assert.deepEqual(await standsThere(page), { code: true, error: null });
      await signedOutHere(page);
      await page.click("#upstream-head");
      await page.waitForURL(`${signet.issuer}/account**`);
      await page.context().close();
    });

    test("whoever is asked because an app waits ticks a box, and the way leads by the provider to the app", async () => {
      for (const [ticked, told] of [[true, { code: false, error: "login_required" }], [false, { code: true, error: null }]]) {
        const page = await signedIn();
        await page.goto(leaving());
        assert.equal(await page.isChecked("#there"), false);
        if (ticked) await page.check("#there");
        await page.click("#logout-confirm");
        await page.waitForURL(`${here.origin}/bye?state=s`);
        assert.deepEqual(await standsThere(page), told);
        await signedOutHere(page);
        await page.context().close();
      }
    });

    test("the back button after a sign-out there shows nobody's account, and the offer is worth nothing twice", async () => {
      const page = await signedIn();
      await signOut(page);
      const offer = await page.getAttribute("#sign-out-upstream", "href");
      await page.click("#sign-out-upstream");
      await page.waitForURL(`${signet.issuer}/`);
      await signedOutHere(page);
      // The same address once more: nobody is signed in there, and the way back is the same.
      await page.goto(new URL(offer, signet.issuer).href);
      await page.waitForURL(`${signet.issuer}/`);
      await signedOutHere(page);
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });
  });
}
