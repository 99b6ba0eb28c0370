// People in Chromium, and the inspection of the pages they meet.
//   SIGNET_CHROMIUM   the browser
// Pictures of each page go to target/e2e/, for people to look at: where CI is set nobody does.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import axe from "axe-core";
import { chromium } from "playwright-core";

export const PICTURES = new URL("../../../target/e2e/", import.meta.url).pathname;
mkdirSync(PICTURES, { recursive: true });

/** A picture of the whole page. */
export async function picture(page, name) {
  if (!process.env.CI) await page.screenshot({ path: `${PICTURES}${name}.png`, fullPage: true });
}

/** Chromium, with these switches besides. */
export const launch = (...switches) => chromium.launch({
  executablePath: process.env.SIGNET_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", ...switches],
});

/** A page in a fresh browser. What its console complains of (a broken CSP, say) is kept in `complaints`. */
export async function person(browser, options = {}) {
  // Without motion: colours that are still changing would be measured half-way.
  const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.complaints = [];
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() !== "error") return;
    // A page that answers 4xx on purpose is reported as a failed load of itself.
    const { url } = message.location();
    if (text.startsWith("Failed to load resource") && url === page.url()) return;
    // Chromium asks for the icon of the page just left, the client's or another provider's, which has none.
    if (text.includes("/favicon.ico'") || url.endsWith("/favicon.ico")) return;
    page.complaints.push(`${text} ${url}`);
  });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  return page;
}

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What can be wrong in other colors alone. */
export const COLORS = ["color-contrast", "link-in-text-block"];

/** What a machine finds wrong with a page as it is now, of WCAG 2.2 AA or of these rules alone. */
export async function violations(page, runOnly = WCAG) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    // Nothing is told of what passes: there is much of it.
    const { violations } = await axe.run({ runOnly, resultTypes: ["violations"] });
    return violations.map((one) => `${one.id}: ${one.help} (${one.nodes.map((node) => node.target).join(", ")})`);
  }, runOnly);
}

/** What a machine can find of WCAG 2.2 AA, light and (where it was not looked at before) dark; no sideways scrolling at
 * 320 px; no complaints. */
export async function inspect(page, name, { isDark = true } = {}) {
  for (const [colorScheme, rules] of [["light", WCAG], ...(isDark ? [["dark", COLORS]] : [])]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page, rules), [], `${name}, ${colorScheme}`);
    await picture(page, `${name}-${colorScheme}`);
  }
  const size = page.viewportSize();
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 720 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${name} is ${wide} px wide on a screen of ${width}`);
    await picture(page, `${name}-${width}`);
  }
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: "light" });
  assert.deepEqual(page.complaints, [], `${name}: complaints in the console`);
  assert.ok((await page.title()).length > 0, `${name} has a title`);
}
