// Chromium for modules that the suite's scripted browser cannot walk through, or whose pictures shall be real
// ones. Reads one JSON document a line from driver/chromium.py, answers each with one line.
//   {suite, token, issuers: [issuer, …], mails}                       once, at first
//     issuers: whose pages it walks through; mails: the folder of the mails of Signet, if it has one
//   {number, do: "visit", instance, url, method, person, pictures: [placeholder, …], stay}
//     stay: the picture is all that is wanted, go no further
//     answered with `met`: the buttons that were pressed
//   {number, do: "forget", instance}
// A person is {username, password, email}.
// SIGNET_CHROMIUM is the browser's path. The pages are known by the element ids that pages.json uses.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { BUTTONS, equip, press, virtual } from "./steps.mjs";

const require = createRequire(new URL("../tests/e2e/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const PATIENCE = 20_000;
// What may come next, most telling first. A page of ours without any of the buttons is where a walk ends.
const BACK_AT_CLIENT = "#submission_complete, a[href*='log-detail.html']";
// A sign-in with every step and the consent after it.
const MOST_PAGES = 16;

let told;
let launched;
const windows = new Map();

// Session management needs the provider's cookie inside the app's page: it works where both share a site (as
// op.localhost and suite.localhost do), or where the browser lets frames of other sites have their cookies.
async function page(instance) {
  launched ??= chromium.launch({
    executablePath: process.env.SIGNET_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  if (!windows.has(instance)) {
    const context = await (await launched).newContext({
      ignoreHTTPSErrors: true,
      locale: "en-GB",
      viewport: { width: 900, height: 760 },
    });
    // The suite's pages ask for style sheets from elsewhere; the walk needs none of them.
    const hosts = [told.suite, ...told.issuers].map((one) => new URL(one).hostname);
    await context.route((url) => !hosts.includes(url.hostname), (route) => route.abort());
    const window = await context.newPage();
    if (told.mails) await virtual(window);
    windows.set(instance, window);
  }
  return windows.get(instance);
}

/** Hands a picture of what is shown to each placeholder that waits for one. */
async function record(window, instance, pictures) {
  const png = await window.screenshot();
  for (const placeholder of pictures) {
    const answer = await window.context().request.post(`${told.suite}/api/log/${instance}/images/${placeholder}`, {
      headers: { "content-type": "text/plain;charset=UTF-8", ...(told.token ? { authorization: `Bearer ${told.token}` } : {}) },
      data: `data:image/png;base64,${png.toString("base64")}`,
    });
    if (!answer.ok()) throw new Error(`the suite answered a picture with ${answer.status()}: ${await answer.text()}`);
  }
}

/** An address as the suite wants it visited; a POST as from a form. */
async function open(window, url, method) {
  if (method !== "POST") return window.goto(url, { timeout: PATIENCE });
  await window.goto("about:blank");
  const arrived = window.waitForNavigation({ timeout: PATIENCE });
  await window.evaluate((target) => {
    const address = new URL(target);
    const form = document.createElement("form");
    form.method = "POST";
    form.action = address.origin + address.pathname;
    for (const [name, value] of address.searchParams) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  }, url);
  return arrived;
}

/** Which of the things that may come next is there. */
async function next(window) {
  const until = Date.now() + PATIENCE;
  let settled = 0;
  while (Date.now() < until) {
    try {
      const ours = told.issuers.some((issuer) => window.url().startsWith(`${issuer}/`));
      if (!ours && (await window.$(BACK_AT_CLIENT))) return "client";
      for (const button of ours ? BUTTONS : []) {
        const found = await window.$(button);
        if (found && (await found.isVisible())) return button;
      }
      // Frames of a front-channel logout, or a form that posts itself, still move on: look for a while.
      settled = ours && (await window.$("h1")) ? settled + 1 : 0;
      if (settled >= 8) return "page";
    } catch {
      settled = 0; // it moved on while it was looked at
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return "nothing";
}

async function visit({ instance, url, method, person, pictures, stay }) {
  const window = await page(instance);
  const seen = [];
  const met = [];
  let due = pictures;
  await open(window, url, method);
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const found = await next(window);
    seen.push(`${found} at ${window.url().split("?")[0]}`);
    if (due.length && (found === "#login-submit" || found === "page")) {
      await record(window, instance, due);
      due = [];
      if (stay) break;
    }
    if (!BUTTONS.includes(found)) {
      if (found === "nothing") throw new Error(`stuck; saw ${seen.join(", ")}`);
      break;
    }
    await press(window, found, person, told);
    met.push(found);
  }
  if (met.includes("#confirm-app")) await equip(window, person, told);
  return { seen, met, picture: pictures.length > due.length };
}

async function forget({ instance }) {
  await windows.get(instance)?.context().close();
  windows.delete(instance);
  return {};
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (!told) {
    told = asked;
    continue;
  }
  // Not awaited: several modules may be on their way at once.
  (asked.do === "visit" ? visit(asked) : forget(asked))
    .catch((error) => ({ error: String(error.message ?? error) }))
    .then((answer) => process.stdout.write(`${JSON.stringify({ number: asked.number, ...answer })}\n`));
}
await (await launched)?.close();
