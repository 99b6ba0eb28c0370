// A sign-in that is unlike those before, in Chromium: one thing more by mail, and a stop that looks like a wrong password.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { inspect, launch, person } from "./support/chromium.mjs";
import { Signet } from "./support/signet.mjs";

const PASSWORD = "a password that nobody guesses";

/** A server with these settings, Ada, and a browser in which she has signed in. */
async function begun(settings, claims) {
  const signet = await Signet.start({ settings });
  await signet.createUser("ada", PASSWORD, claims);
  const browser = await launch();
  const home = await person(browser);
  await enter(signet, home);
  await home.waitForURL("**/account");
  return { signet, browser, home };
}

async function enter(signet, page) {
  await page.goto(`${signet.issuer}/login`);
  await page.fill("#username", "ada");
  await page.fill("#password", PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click("#login-submit")]);
}

/** The code of the newest mail in the inbox of a developer's machine, which is filled a moment after the answer. */
async function codeOfNewestMail(signet) {
  const html = async (url) => (await fetch(url)).text();
  for (let tries = 0; tries < 400; tries += 1) {
    const path = (await html(`${signet.issuer}/dev/mail`)).match(/\/dev\/mail\/[^"?/]+/)?.[0];
    const code = path && (await html(signet.issuer + path)).match(/\b\d{6}\b/)?.[0];
    if (code) return code;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("no mail with a code came");
}

async function ended({ signet, browser }) {
  await browser?.close();
  await signet?.stop();
  await signet?.remove();
}

describe("a sign-in that is unlike those before", () => {
  let all = {};
  before(async () => {
    all = await begun({ SIGNET__RISK__NEW_DEVICE: "step_up" }, { email_verified: true });
  });
  after(async () => ended(all));

  test("a new browser brings the code of a mail beside the password, and is known from then on", async () => {
    const { signet, browser } = all;
    const page = await person(browser);
    await enter(signet, page);
    assert.equal(await page.textContent("h1"), "One more step");
    await inspect(page, "confirm-by-mail");
    await Promise.all([page.waitForNavigation(), page.click("#confirm-send")]);
    assert.equal(await page.textContent("h1"), "Look into your mailbox");
    await page.fill("#code", await codeOfNewestMail(signet));
    await Promise.all([page.waitForURL("**/account"), page.click("#code-submit")]);
    await page.context().close();
  });
});

describe("a sign-in that is stopped", () => {
  let all = {};
  before(async () => {
    // At an address that was never proven nobody can be asked, so even a new password is stopped.
    all = await begun({ SIGNET__RISK__NEW_DEVICE: "block" });
  });
  after(async () => ended(all));

  test("the right password looks like a wrong one", async () => {
    const { signet, browser } = all;
    const shown = [];
    for (const password of [PASSWORD, "another one altogether"]) {
      const page = await person(browser);
      await page.goto(`${signet.issuer}/login`);
      await page.fill("#username", "ada");
      await page.fill("#password", password);
      await Promise.all([page.waitForNavigation(), page.click("#login-submit")]);
      shown.push([new URL(page.url()).pathname, await page.textContent("#problem"), (await page.context().cookies()).length]);
      if (password === PASSWORD) await inspect(page, "sign-in-wrong-or-stopped");
      await page.context().close();
    }
    assert.match(shown[0][1], /You could not be signed in with that\./);
    assert.deepEqual(shown[0], shown[1]);
  });
});
