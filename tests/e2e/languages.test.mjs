// Each language in Chromium: that of the browser, that of the account, the one that is chosen at the foot of a page, with
// and without JavaScript; on a small phone and by axe-core.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inspect, launch, person } from "./support/chromium.mjs";
import { ALICE } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

const REGIONS = { en: "en-IE", de: "de-AT", es: "es-MX", fr: "fr-CA", it: "it-CH", nl: "nl-BE", pl: "pl-PL", pt: "pt-BR", sv: "sv-FI", ar: "ar-EG", ja: "ja-JP", "zh-Hans": "zh-CN" };

describe("languages in Chromium", () => {
  let signet;
  let browser;
  let tags;

  before(async () => {
    signet = await Signet.start();
    await signet.createUser(ALICE.username, ALICE.password, { name: ALICE.claims.name });
    tags = (await (await fetch(`${signet.issuer}/.well-known/openid-configuration`)).json()).ui_locales_supported;
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
  });

  const language = (page) => page.getAttribute("html", "lang");

  async function signIn(page, name = ALICE.username) {
    await page.fill("#username", name);
    await page.fill("#password", ALICE.password);
    await page.click("#login-submit");
    await page.waitForURL("**/account");
  }

  test("the browser's own language is spoken, and every word of a page has room", async () => {
    assert.deepEqual([...tags].sort(), Object.keys(REGIONS).sort());
    const titles = new Set();
    // The colors are the same in every language, and other suites look at them in the dark.
    const once = { isDark: false };
    for (const tag of tags) {
      const page = await person(browser, { locale: REGIONS[tag], viewport: { width: 390, height: 800 } });
      await page.goto(`${signet.issuer}/login`);
      assert.equal(await language(page), tag);
      assert.equal(await page.getAttribute("html", "dir"), tag === "ar" ? "rtl" : "ltr");
      titles.add(await page.title());
      await page.click("footer summary");
      await inspect(page, `language-${tag}-sign-in`, once);
      await signIn(page);
      await inspect(page, `language-${tag}-account`, once);
      await page.click("#security");
      await inspect(page, `language-${tag}-security`, once);
      assert.equal(await language(page), tag);
      await page.context().close();
    }
    assert.equal(titles.size, tags.length, "each has a title of its own");
  });

  test("traditional characters are not taken for simplified ones", async () => {
    const page = await person(browser, { locale: "zh-TW" });
    await page.goto(`${signet.issuer}/login`);
    assert.equal(await language(page), "en");
    await page.context().close();
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`a language is chosen at the foot, and stays, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const page = await person(browser, { javaScriptEnabled });
      await page.goto(`${signet.issuer}/login`);
      let now = "en";
      for (const tag of tags.filter((one) => one !== "en")) {
        assert.equal(await page.locator("footer a[hreflang]").count(), tags.length - 1);
        assert.equal(await page.locator(`footer a[hreflang="${now}"]`).count(), 0, "not the one that is spoken");
        assert.equal(await page.isVisible(`footer a[hreflang="${tag}"]`), false, "behind one button");
        await page.focus("footer summary");
        await page.keyboard.press("Enter");
        await page.click(`footer a[hreflang="${tag}"]`);
        assert.equal(await language(page), tag);
        now = tag;
      }
      await signIn(page);
      assert.equal(await language(page), now, "the next pages speak it, too");
      await page.context().close();
    });
  }

  test("the account's language counts before the browser's", async () => {
    await signet.createUser("chloe", ALICE.password, { locale: "fr-CA" });
    const page = await person(browser, { locale: "it-IT" });
    await page.goto(`${signet.issuer}/login`);
    assert.equal(await language(page), "it");
    await signIn(page, "chloe");
    assert.equal(await language(page), "fr");
    await page.context().close();
  });
});
