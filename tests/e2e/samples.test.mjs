// The sample of every page in every state: by axe-core in English and Arabic, light and dark; twice as large, in the
// device's colors and by the keyboard in English and German, whose words are long. The suites that walk the pages look at
// those that they meet (looks.test.mjs in Arabic); states that are hard to come to are here alone. scripts/test/samples.sh
// has them written first.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { COLORS, launch, person, violations } from "./support/chromium.mjs";
import { cut, edgeless, LARGE, ringless } from "./support/looks.mjs";
import { ELSEWHERE, sampleNames, serveSamples } from "./support/samples.mjs";

describe("the sample of every page", { concurrency: 2 }, () => {
  let browser;
  let samples;
  before(async () => {
    samples = await serveSamples();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    samples?.server.close();
  });

  /** A page that stays where it is: what leads elsewhere has no content, what is loaded from elsewhere is empty. */
  async function visitor(options) {
    const page = await person(browser, options);
    await page.route((url) => url.origin !== samples.origin, (route) => {
      const leaves = route.request().isNavigationRequest() && route.request().frame() === page.mainFrame();
      return route.fulfill({ status: leaves ? 204 : 200, body: "" });
    });
    return page;
  }

  /** Opens a sample, and waits until it has tried to leave if it leaves by itself. */
  async function open(page, language, name) {
    await page.emulateMedia({ colorScheme: "light" });
    const left = name.startsWith("form_post") ? page.waitForRequest(`${ELSEWHERE}/**`) : null;
    await page.goto(`${samples.origin}/${language}/${name}.html`, { waitUntil: left ? "commit" : "load" });
    await left;
    // What is folded up is looked at, too.
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => one.setAttribute("open", "")));
  }

  /** What is wrong with the page as it is: all of it where it is light, its colors where it is dark. */
  async function faults(page) {
    const light = await violations(page);
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await violations(page, COLORS);
    return [...light, ...dark.map((one) => `dark: ${one}`)];
  }

  for (const [language, dir, locale] of [["en", "ltr", "en-GB"], ["ar", "rtl", "ar-EG"]]) {
    test(`has nothing that axe-core finds, light or dark, in ${language}`, async () => {
      const names = await sampleNames(language);
      assert.ok(names.includes("sign_in"), `samples are missing: ${names}`);
      const page = await visitor({ locale });
      const found = [];
      for (const name of names) {
        await open(page, language, name);
        assert.deepEqual([await page.getAttribute("html", "lang"), await page.getAttribute("html", "dir")], [language, dir], name);
        found.push(...(await faults(page)).map((one) => `${name}: ${one}`));
        found.push(...page.complaints.splice(0).map((one) => `${name}: ${one}`));
      }
      assert.deepEqual(found, []);
      await page.context().close();
    });
  }

  /** What is lost on the page: on a desktop twice as large and on the narrowest screen (WCAG 1.4.10), in the device's colors,
   * by the keyboard. */
  async function losses(page) {
    const found = [];
    for (const width of [LARGE.viewport.width, 320]) {
      await page.setViewportSize({ ...LARGE.viewport, width });
      found.push(...(await cut(page)).map((one) => `cut at ${width}: ${one}`));
    }
    await page.emulateMedia({ forcedColors: "active" });
    found.push(...(await edgeless(page)).map((one) => `no edge: ${one}`));
    found.push(...(await ringless(page)).map((one) => `no ring: ${one}`));
    await page.emulateMedia({ forcedColors: "none" });
    return found;
  }

  for (const [language, locale] of [["en", "en-GB"], ["de", "de-DE"]]) {
    test(`loses nothing twice as large, in the device's colors and by the keyboard, in ${language}`, async () => {
      const page = await visitor({ locale, ...LARGE });
      const found = [];
      for (const name of await sampleNames(language)) {
        await open(page, language, name);
        assert.equal(await page.getAttribute("html", "lang"), language, name);
        found.push(...(await losses(page)).map((one) => `${name}: ${one}`));
      }
      assert.deepEqual(found, []);
      await page.context().close();
    });
  }

  test("is found to lose something where it does", async () => {
    const page = await visitor(LARGE);
    await open(page, "en", "sign_in");
    await page.evaluate(() => {
      document.querySelector("label[for=username]").textContent = "Donaudampfschifffahrtsgesellschaft".repeat(3);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("label { white-space: nowrap } #username { border: 0 } #password:focus-visible { outline: 0 }");
      document.adoptedStyleSheets = [sheet];
    });
    const found = await losses(page);
    assert.ok(found.includes("cut at 320: label#."), found.join("\n"));
    assert.deepEqual(found.filter((one) => !one.startsWith("cut")), ["no edge: input#username.", "no ring: input#password."]);
    await page.context().close();
  });

  test("is found wanting where it is", async () => {
    const page = await visitor();
    await open(page, "en", "sign_in");
    assert.deepEqual(await faults(page), []);
    await open(page, "en", "sign_in");
    await page.evaluate(() => {
      document.querySelector("label[for=username]").remove();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("@media (prefers-color-scheme: dark) { h1 { color: #222; background: #111 } }");
      document.adoptedStyleSheets = [sheet];
    });
    const rules = (await faults(page)).map((one) => one.match(/^(dark: )?[\w-]+/)[0]);
    assert.deepEqual(rules, ["label", "dark: color-contrast"]);
    await page.context().close();
  });
});
