// Another address for one's account in Chromium, the mails by a real mail server and read by Python's `email`: by code, by
// link, by a link in another browser, wrong and too late, of somebody else, and taken back. Once more without JavaScript.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect, person as visitor } from "./support/chromium.mjs";
import { mailSignIn } from "./support/mail-sign-in.mjs";
import { code, link, read } from "./support/mails.mjs";

const PASSWORD = "a password that nobody guesses";
const another = (digits) => String((Number(digits) + 1) % 1_000_000).padStart(6, "0");

for (const javaScriptEnabled of [true, false]) {
  describe(`another address, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    const running = mailSignIn();

    // axe-core is a script itself.
    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const path = (page) => new URL(page.url()).pathname;
    const present = (name) => `${name}@example.test`;

    async function signIn(username, password = PASSWORD) {
      const page = await visitor(running.browser, { javaScriptEnabled });
      await page.goto(`${running.signet.issuer}/login`);
      await page.fill("#username", username);
      await page.fill("#password", password);
      await page.click("#login-submit");
      await page.waitForLoadState();
      return page;
    }

    /** The mails that come after so many, by whom they are for. */
    async function arrived(before, count) {
      const { sink } = running;
      for (let tries = 0; tries < 400 && sink.mails.length < before + count; tries += 1) {
        await new Promise((done) => setTimeout(done, 50));
      }
      const mails = await read(sink.mails.slice(before).map((mail) => mail.raw));
      for (const mail of mails) assert.deepEqual(mail.defects, []);
      return new Map(mails.map((mail) => [mail.to[0][1], mail]));
    }

    /** Somebody new, who has asked for another address, and the mails. */
    async function waiting(name, email, count = 2) {
      await running.signet.createUser(name, PASSWORD, { email_verified: true });
      const page = await signIn(name);
      return { page, mails: await ask(page, email, count) };
    }

    async function ask(page, email, count = 2) {
      await page.goto(`${running.signet.issuer}/account/address`);
      const before = running.sink.mails.length;
      await page.fill("#email", email);
      await page.dblclick("#address-send");
      await page.waitForSelector("#code-submit");
      return arrived(before, count);
    }

    async function enter(page, { fresh, old }) {
      if (fresh !== undefined) await page.fill("#code", fresh);
      if (old !== undefined) await page.fill("#old_code", old);
      await page.click("#code-submit");
    }

    const address = async (page) => (await page.textContent("#address")).trim();

    test("by code: from the profile, wrong at first, then one end after the other", async () => {
      await running.signet.createUser("ada", PASSWORD, { email_verified: true });
      const page = await signIn("ada");
      await page.click("#profile");
      await page.click("#to-address");
      await look(page, "address");
      await page.fill("#email", "ada@");
      await page.click("#address-send");
      await page.waitForSelector("#problem");
      await look(page, "address-invalid");
      const mails = await ask(page, "countess@example.test");
      const codes = { fresh: code(mails.get("countess@example.test")), old: code(mails.get(present("ada"))) };
      assert.equal(await page.getAttribute("#code", "autocomplete"), "one-time-code");
      assert.equal(await page.getAttribute("#old_code", "inputmode"), "numeric");
      await look(page, "address-wait");
      await enter(page, { fresh: another(codes.fresh), old: "" });
      await page.waitForSelector("#problem");
      await look(page, "address-wait-wrong");
      await enter(page, { fresh: codes.fresh.replace(/^.../, "$& "), old: "" });
      await page.waitForSelector("#code", { state: "detached" });
      await look(page, "address-wait-old");
      const waits = page.url();
      const before = running.sink.mails.length;
      await page.fill("#old_code", codes.old);
      await page.dblclick("#code-submit");
      await page.waitForSelector(".notice.ok");
      await look(page, "address-changed");
      assert.equal(await address(page), "countess@example.test");
      const told = await arrived(before, 1);
      assert.ok(link(told.get(present("ada"))).includes("/account/address/back?token="));

      // The way back of the browser leads to what is true now.
      await page.goBack();
      await page.goto(waits);
      assert.equal(await address(page), "countess@example.test");
      await page.context().close();
      const again = await signIn("countess@example.test");
      assert.equal(path(again), "/account");
      await again.context().close();
      const late = await signIn(present("ada"));
      assert.equal(path(late), "/login");
      await late.context().close();
    });

    test("by link, where it was asked for", async () => {
      const { page, mails } = await waiting("bea", "bea.new@example.test");
      const tab = await page.context().newPage();
      await tab.goto(link(mails.get("bea.new@example.test")));
      await look(Object.assign(tab, { complaints: [] }), "address-link");
      await tab.dblclick("#login-submit");
      await tab.waitForSelector("#old_code");
      await enter(tab, { old: code(mails.get(present("bea"))) });
      await tab.waitForSelector(".notice.ok");
      assert.equal(await address(tab), "bea.new@example.test");
      await page.context().close();
    });

    test("by link in another browser: the number is asked for, and the page that waits goes on", async () => {
      const { page, mails } = await waiting("cleo", "cleo.new@example.test");
      const number = (await page.textContent("#mail-number")).trim();
      const phone = await visitor(running.browser, { javaScriptEnabled });
      await phone.goto(link(mails.get("cleo.new@example.test")));
      await look(phone, "address-elsewhere");
      await phone.click(`button[name=number][value="${number}"]`);
      await phone.waitForSelector("h1");
      assert.ok(!(await phone.content()).includes("mail-choose"));
      await phone.goto(`${running.signet.issuer}/account`);
      assert.equal(path(phone), "/login", "nobody is signed in there");
      await phone.context().close();
      // With a script it goes on by itself.
      if (!javaScriptEnabled) await page.click("#mail-continue");
      await page.waitForSelector("#code", { state: "detached" });
      await enter(page, { old: code(mails.get(present("cleo"))) });
      await page.waitForSelector(".notice.ok");
      assert.equal(await address(page), "cleo.new@example.test");
      await page.context().close();
    });

    test("what was stopped elsewhere is over, and another session sees that somebody asked", async () => {
      const { page, mails } = await waiting("dora", "dora.new@example.test");
      const other = await signIn("dora");
      await other.goto(`${running.signet.issuer}/account/address`);
      await look(other, "address-asked-elsewhere");
      assert.ok(!(await other.content()).includes("dora.new@example.test"));
      await other.click("#address-stop");
      await other.waitForSelector(".notice.ok");
      await enter(page, { fresh: code(mails.get("dora.new@example.test")), old: code(mails.get(present("dora"))) });
      await page.waitForSelector("#problem");
      await look(page, "address-over");
      assert.equal(await address(page), present("dora"));
      await page.goBack();
      await page.waitForSelector("h1");
      await page.context().close();
      await other.context().close();
    });

    test("an address that somebody has gets the same page, and its owner a mail", async () => {
      await running.signet.createUser("owner", PASSWORD, { email_verified: true });
      const { page, mails } = await waiting("eve", present("owner"));
      const told = mails.get(present("owner"));
      assert.ok(told.headers.subject.includes("wanted your address"), told.headers.subject);
      await look(page, "address-wait-known");
      await enter(page, { fresh: "123456", old: code(mails.get(present("eve"))) });
      await page.waitForSelector("#problem");
      assert.ok((await page.textContent("#problem")).includes("That code is not right."));
      await page.context().close();
    });

    test("taken back: everybody is signed out, and another password is chosen", async () => {
      const { page, mails } = await waiting("finn", "thief@example.test");
      const before = running.sink.mails.length;
      await enter(page, { fresh: code(mails.get("thief@example.test")), old: code(mails.get(present("finn"))) });
      await page.waitForSelector(".notice.ok");
      const way = link((await arrived(before, 1)).get(present("finn")));
      const owner = await visitor(running.browser, { javaScriptEnabled });
      // Looked at first, as by a program that looks at links.
      assert.equal((await owner.request.get(way)).status(), 200);
      await owner.goto(way);
      await look(owner, "take-address-back");
      await owner.click("#take-back");
      await owner.waitForSelector("#password-submit");
      await page.goto(`${running.signet.issuer}/account`);
      assert.equal(path(page), "/login", "the thief is signed out");
      await owner.fill("#password", `${PASSWORD} either`);
      await owner.fill("#password_again", `${PASSWORD} either`);
      await owner.click("#password-submit");
      await owner.waitForURL("**/reset/done*");
      await owner.goto(`${running.signet.issuer}/account/address/back/done`);
      await look(owner, "address-taken-back");
      assert.equal((await owner.request.get(way)).status(), 404, "it worked once");
      await owner.context().close();
      await page.context().close();
      const back = await signIn(present("finn"), `${PASSWORD} either`);
      await back.goto(`${running.signet.issuer}/account/address`);
      assert.equal(await address(back), present("finn"));
      await back.context().close();
    });
  });
}
