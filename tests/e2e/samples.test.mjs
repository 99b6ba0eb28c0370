// The sample of every page in every state: by axe-core in English, light and dark, and in Arabic; twice as large, in the
// device's colors and by the keyboard in English and German, whose words are long. The suites that walk the pages look at
// those that they meet (looks.test.mjs in Arabic); states that are hard to come to are here alone. scripts/test/samples.sh
// has them written first.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { COLORS, launch, person, violations } from "./support/chromium.mjs";
import { cut, edgeless, LARGE, ringless } from "./support/looks.mjs";
import { ELSEWHERE, sample, sampleNames, serveSamples } from "./support/samples.mjs";

describe("the sample of every page", { concurrency: 2 }, () => {
  let browser;
  let samples;
  before(async () => {
    samples = await serveSamples();
    // What is loaded from elsewhere is not there.
    browser = await launch("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
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

  /** What is wrong with the page as it is: all of it where it is light, its colors where it is dark, if it gets dark. */
  async function faults(page, isDark = true) {
    const light = await violations(page);
    if (!isDark) return light;
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await violations(page, COLORS);
    return [...light, ...dark.map((one) => `dark: ${one}`)];
  }

  // The colors are the same in every language.
  for (const [language, dir, locale, isDark] of [["en", "ltr", "en-GB", true], ["ar", "rtl", "ar-EG", false]]) {
    test(`has nothing that axe-core finds, ${isDark ? "light or dark, " : ""}in ${language}`, async () => {
      const names = await sampleNames(language);
      assert.ok(names.includes("sign_in"), `samples are missing: ${names}`);
      const page = await visitor({ locale });
      const found = [];
      for (const name of names) {
        await open(page, language, name);
        assert.deepEqual([await page.getAttribute("html", "lang"), await page.getAttribute("html", "dir")], [language, dir], name);
        found.push(...(await faults(page, isDark)).map((one) => `${name}: ${one}`));
        found.push(...page.complaints.splice(0).map((one) => `${name}: ${one}`));
      }
      assert.deepEqual(found, []);
      await page.context().close();
    });
  }

  /** A browser in the device's colors on a desktop on which pages are twice as large. Without scripts nothing leaves. */
  const large = (locale) => person(browser, { locale, ...LARGE, forcedColors: "active", javaScriptEnabled: false });

  /** Shows a sample with all that is folded up, or hidden until a script shows it. Where its styles are those of the one
   * before it only takes that one's place: it looks the same, and nothing is loaded again. */
  async function unfold(page, language, name) {
    const html = await sample(language, name);
    const styles = html.match(/<link rel="stylesheet"[^>]*>/g).join();
    if (styles !== page.styles) await page.goto(`${samples.origin}/${language}/${name}.html`);
    else await page.evaluate((html) => document.body.replaceWith(new DOMParser().parseFromString(html, "text/html").body), html);
    page.styles = styles;
    await page.evaluate(() => {
      for (const one of document.querySelectorAll("details")) one.open = true;
      for (const one of document.querySelectorAll("[hidden]:not(iframe)")) one.hidden = false;
    });
  }

  /** What is lost on the page as it is, and on the narrowest screen (WCAG 1.4.10). */
  async function losses(page) {
    const found = [
      ...(await edgeless(page)).map((one) => `no edge: ${one}`),
      ...(await ringless(page)).map((one) => `no ring: ${one}`),
    ];
    for (const width of [LARGE.viewport.width, 320]) {
      await page.setViewportSize({ ...LARGE.viewport, width });
      found.push(...(await cut(page)).map((one) => `cut at ${width}: ${one}`));
    }
    await page.setViewportSize(LARGE.viewport);
    return found;
  }

  for (const [language, locale] of [["en", "en-GB"], ["de", "de-DE"]]) {
    test(`loses nothing twice as large, in the device's colors and by the keyboard, in ${language}`, async () => {
      const page = await large(locale);
      const found = [];
      for (const name of await sampleNames(language)) {
        await unfold(page, language, name);
        assert.equal(await page.getAttribute("html", "lang"), language, name);
        found.push(...(await losses(page)).map((one) => `${name}: ${one}`));
      }
      assert.deepEqual(found, []);
      await page.context().close();
    });
  }

  test("is found to lose something where it does", async () => {
    const page = await large("de-DE");
    await unfold(page, "de", "sign_in");
    assert.deepEqual(await losses(page), []);
    await page.evaluate(() => {
      document.querySelector("label[for=username]").textContent = "Donaudampfschifffahrtsgesellschaftskapitän";
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("label { white-space: nowrap } #username { border: 0 } #password:focus-visible { outline: 0 }");
      document.adoptedStyleSheets = [sheet];
    });
    const found = (await losses(page)).map((one) => one.replace(/\d+ px/, "too"));
    assert.deepEqual(found, ["no edge: input#username.", "no ring: input#password.", "cut at 320: all of it: too wide"]);
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
