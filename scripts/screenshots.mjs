// Looks at every sample page that `cargo test -p signet-render` wrote into target/pages: with
// its own Content-Security-Policy, in three widths, light, dark and in forced colors, in every
// language. Fails on sideways scrolling, on what the policy stops, on console errors, on what
// axe-core finds, and on what is too small for a finger on a phone. Pictures go to target/pages/shots, with one sheet per page.
//
//   node scripts/screenshots.mjs [--only=NAME,NAME] [--languages=en,de,ar] [--no-shots]
import { createRequire } from "node:module";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ELSEWHERE, SAMPLES, sampleNames, serveSamples } from "../tests/e2e/support/samples.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(join(root, "tests/browser/package.json"));
const { chromium } = require("playwright-core");
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const shots = join(SAMPLES, "shots");
const option = (name) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1].split(",");
const languages = option("languages") ?? ["en", "de", "ar", "en-branded"];
const widths = [1280, 390, 320];
const schemes = ["light", "dark", "forced"];
const withShots = !process.argv.includes("--no-shots");

const { server, origin } = await serveSamples();

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

const names = (await sampleNames(languages[0])).filter((name) => option("only")?.includes(name) ?? true);
const problems = new Set();
let looked = 0;

/** What can be touched and is less than 44 px high (WCAG 2.2 §2.5.5); a box is as large as its label. */
const small = () => [...document.querySelectorAll("a, button, summary, label.check, input:not([type=hidden], [type=radio], [type=checkbox])")]
  .filter((one) => one.checkVisibility() && !one.matches(".skip") && one.getBoundingClientRect().height < 43.5)
  .map((one) => `${one.outerHTML.slice(0, 80)} (${Math.round(one.getBoundingClientRect().height)} px)`);

/** Whether the solid button of the page looks like the quiet one beside it. */
const alike = () => [...document.querySelectorAll(".actions")].filter((actions) => {
  const look = (one) => { const { backgroundColor, color } = getComputedStyle(one); return backgroundColor + color; };
  const looks = [...actions.querySelectorAll(".button")].map(look);
  return new Set(looks).size < looks.length;
}).length;

async function look(language, scheme) {
  const forced = scheme === "forced";
  const context = await browser.newContext({ colorScheme: forced ? "light" : scheme, forcedColors: forced ? "active" : "none", reducedMotion: "reduce" });
  const page = await context.newPage();
  let current = "";
  const complain = (what) => problems.add(`${current}: ${what}`);
  page.on("console", (message) => message.type() === "error" && complain(message.text()));
  page.on("pageerror", (error) => complain(error.message));
  let sent = 0;
  // Two pages leave by themselves, and one loads frames; "no content" leaves a page in place.
  await page.route(`${ELSEWHERE}/**`, (route) => {
    if (route.request().method() === "POST") sent++;
    const frame = route.request().frame() !== page.mainFrame();
    return route.fulfill(frame ? { status: 200, body: "" } : { status: 204 });
  });
  for (const name of names) {
    for (const width of widths) {
      current = `${language} ${scheme} ${width} ${name}`;
      await page.setViewportSize({ width, height: width > 500 ? 800 : 700 });
      await page.goto(`${origin}/${language}/${name}.html`, { waitUntil: name === "form_post" ? "commit" : "load" });
      if (name === "form_post") await page.waitForTimeout(300);
      const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      if (inner > outer) complain(`scrolls sideways (${inner} > ${outer})`);
      if (width < 500) for (const what of await page.evaluate(small)) complain(`too small for a finger: ${what}`);
      if (await page.evaluate(alike)) complain("two buttons side by side look the same");
      if (name.startsWith("error")) await page.evaluate(() => document.querySelector("details")?.setAttribute("open", ""));
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations);
      for (const { id, help, nodes } of found) complain(`axe ${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
      if (withShots) await page.screenshot({ path: join(shots, `${name}-${language}-${scheme}-${width}.png`), fullPage: true });
      looked++;
    }
  }
  if (names.includes("form_post") && sent === 0) problems.add(`${language} ${scheme}: the form_post page did not send itself`);
  await context.close();
}

async function sheets() {
  const context = await browser.newContext({ viewport: { width: 2400, height: 1000 } });
  const page = await context.newPage();
  for (const name of names) {
    const rows = languages.flatMap((language) => schemes.map((scheme) => ({ language, scheme })));
    const picture = (width) => ({ language, scheme }) =>
      `<figure><img src="/shots/${name}-${language}-${scheme}-${width}.png" width="${width === 1280 ? 640 : width * 0.75}"></figure>`;
    const html = `<!doctype html><style>body{display:flex;flex-wrap:wrap;gap:8px;margin:8px;background:#888;align-items:start}figure{margin:0}</style>${widths.map((width) => rows.map(picture(width)).join("")).join("")}`;
    await writeFile(join(shots, `${name}.html`), html);
    await page.goto(`${origin}/shots/${name}.html`, { waitUntil: "load" });
    await page.screenshot({ path: join(shots, `${name}.sheet.png`), fullPage: true });
  }
  await context.close();
}

await mkdir(shots, { recursive: true });
await Promise.all(schemes.map(async (scheme) => {
  for (const language of languages) await look(language, scheme);
}));
if (withShots) await sheets();
await browser.close();
server.close();
console.log(`${looked} looks at ${names.length} pages`);
for (const problem of problems) console.log(problem);
process.exit(problems.size ? 1 : 0);
