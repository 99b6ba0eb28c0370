// The pages of one's own account in Chromium: what one is called, a picture, language, clock and colors, all that is kept,
// and the end with its way back. Once more without JavaScript.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { inspect, person as visitor } from "./support/chromium.mjs";
import { mailSignIn } from "./support/mail-sign-in.mjs";
import { link, next } from "./support/mails.mjs";
import { ALICE } from "./support/people.mjs";

for (const javaScriptEnabled of [true, false]) {
  describe(`one's own account, ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    const running = mailSignIn({
      settings: { SIGNET__ACCOUNT__CHANGE_USERNAME: "true" },
      prepare: (signet) => signet.createUser(ALICE.username, ALICE.password, ALICE.claims),
    });

    // axe-core is a script itself.
    const look = (page, name) => (javaScriptEnabled ? inspect(page, name) : undefined);
    const path = (page) => new URL(page.url()).pathname;

    async function signIn(username = ALICE.username) {
      const page = await visitor(running.browser, { javaScriptEnabled });
      await page.goto(`${running.signet.issuer}/login`);
      await page.fill("#username", username);
      await page.fill("#password", ALICE.password);
      await page.click("#login-submit");
      return page;
    }

    test("what one is called, and a picture without where it was taken", async () => {
      const page = await signIn();
      await look(page, "account-overview");
      await page.click("#profile");
      await look(page, "profile");
      await page.fill("#given_name", "\u202eecilA");
      await page.click("#save-names");
      await page.waitForSelector("#given_name-error");
      await look(page, "profile-wrong");
      await page.fill("#given_name", "Alicia");
      await page.fill("#name", "");
      await page.dblclick("#save-names");
      await page.waitForSelector(".notice.ok");
      assert.equal(await page.inputValue("#name"), "Alicia Liddell");

      // What the browser itself has drawn.
      const file = await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } });
      await page.setInputFiles("#picture", { name: "me.png", mimeType: "image/png", buffer: file });
      await page.click("#save-picture");
      await page.waitForSelector("#remove-picture");
      const address = await page.getAttribute(".portrait", "src");
      const picture = await page.request.get(address);
      assert.equal(picture.headers()["content-type"], "image/jpeg");
      await look(page, "profile-picture");
      await page.click("#overview");
      await page.waitForSelector(".portrait");
      await page.click("#profile");
      await page.click("#remove-picture");
      await page.waitForSelector(".notice.ok");
      assert.equal(await page.locator(".portrait").count(), 0);
      assert.equal((await page.request.get(address)).status(), 404);
      await page.setInputFiles("#picture", { name: "me.png", mimeType: "image/png", buffer: await readFile(import.meta.filename) });
      await page.click("#save-picture");
      await page.waitForSelector("#picture-error");
      await look(page, "profile-picture-wrong");

      await page.fill("#username", "alicia");
      await page.click("#save-username");
      await page.waitForSelector(".notice.ok");
      await page.fill("#username", ALICE.username);
      await page.click("#save-username");
      await page.waitForSelector(".notice.ok");
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    });

    test("language, clock and colors are the account's, in every browser", async () => {
      const page = await signIn();
      await page.click("#preferences");
      await look(page, "preferences");
      await page.selectOption("#locale", "de");
      await page.selectOption("#zoneinfo", "Asia/Tokyo");
      await page.check("#theme-dark");
      await page.click("#save-preferences");
      await page.waitForSelector(".notice.ok");
      assert.equal(await page.textContent("h1"), "Einstellungen");
      const background = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      assert.equal(background, "rgb(14, 16, 21)", "dark on a light device");
      const other = await signIn();
      await other.waitForSelector("#profile");
      assert.equal(await other.getAttribute("html", "lang"), "de");
      await other.click("#preferences");
      await other.selectOption("#locale", "");
      await other.selectOption("#zoneinfo", "");
      await other.check("#theme-system");
      await other.click("#save-preferences");
      await other.waitForSelector(".notice.ok");
      assert.equal(await other.textContent("h1"), "Preferences");
      for (const one of [page, other]) await one.context().close();
    });

    test("all that is kept comes as a file, and the end has a way back", async () => {
      const page = await signIn();
      await page.click("#data");
      await look(page, "account-data");
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("#export")]);
      assert.equal(download.suggestedFilename(), "account-data.json");
      const data = JSON.parse(await readFile(await download.path(), "utf8"));
      assert.equal(data.account.username, ALICE.username);
      assert.ok(data.sessions.length > 0 && data.events.length > 0);

      await page.fill("#confirmation", "nobody");
      await page.click("#delete-account");
      await page.waitForSelector(".notice");
      await look(page, "account-data-wrong");
      const before = running.sink.mails.length;
      await page.fill("#confirmation", ALICE.username);
      await page.dblclick("#delete-account");
      await page.waitForSelector("#sign-in-to-keep");
      await look(page, "account-left");
      const mail = await next(running.sink, before, `${ALICE.username}@example.test`);

      // A sign-in leads to the same page as the link of the mail, and begins nothing.
      const again = await signIn();
      await again.waitForSelector("#keep-account");
      await look(again, "keep-account");
      await again.goto(`${running.signet.issuer}/account`);
      assert.equal(path(again), "/login");
      const phone = await visitor(running.browser, { javaScriptEnabled });
      await phone.goto(link(mail));
      await phone.click("#keep-account");
      await phone.waitForSelector("#kept-next");
      await look(phone, "kept-account");
      const back = await signIn();
      await back.waitForSelector("#profile");
      for (const one of [page, again, phone, back]) await one.context().close();
    });
  });
}
