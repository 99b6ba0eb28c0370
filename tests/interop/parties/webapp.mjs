// A web app that runs as a process of its own, and how a person walks through it. Each app in ../apps answers
//   /         outside, for everybody        /login    sends the browser to Signet and comes back to /me
//   /me       {id_token, userinfo, access_token} of whom it knows, 401 for a stranger
//   /refresh  the same, after a refresh     /logout   ends the session here and at Signet, back to /
// and what its library does not have is not walked.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { request } from "../../e2e/support/http.mjs";
import { freePort } from "../../e2e/support/signet.mjs";
import { runPrinted } from "./printed.mjs";

/**
 * A party from
 *   name, version   of what is tried
 *   recipe          the name for `signet client create --for`
 *   command         of (environment, party): the program and its arguments
 *   environment     more variables, of (party)
 *   printed         the page's own program, for runPrinted
 *   login           where a sign-in begins, /login when left out
 *   api             a walk through an API of the app, of (party, app's address, what /me told)
 *   lacks           "refresh", "log out" or "told": what the library has no call for
 *   more            metadata besides the recipe's, of (app's address)
 */
export function webApp(facts) {
  return {
    name: facts.name,
    version: facts.version,
    registers: "never",
    needs: facts.needs,
    walk: async (party) => {
      if (facts.printed) await party.step("page", () => runPrinted(party, facts.recipe, facts.printed));
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const client = await party.recipe(facts.recipe, url, facts.more?.(url));
      const environment = {
        ISSUER: party.issuer,
        CLIENT_ID: client.client_id,
        CLIENT_SECRET: client.client_secret ?? "",
        APP_URL: url,
        PORT: String(port),
        AUTH_SECRET: randomBytes(32).toString("hex"),
        ...(await facts.environment?.({ party, url, port, client })),
      };
      const app = await start(url, await facts.command({ port, url, client, party }), environment);
      try {
        await visit(party, url, facts);
      } catch (error) {
        error.stack += `\n--- what ${facts.name} said\n${app.output()}`;
        throw error;
      } finally {
        await app.stop();
      }
    },
  };
}

/** Starts a program and waits until its address answers. `group` ends the programs that it started, too. */
export async function start(url, [program, ...args], environment, { ready = "/", patience = 60_000, cwd, group = false } = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment }, cwd, detached: group });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  let ended = false;
  const gone = new Promise((done) => {
    child.once("error", (error) => ((output += error), (ended = true), done()));
    child.once("exit", (code, signal) => ((output += `\n(ended: ${signal ?? code})`), (ended = true), done()));
  });
  const kill = (signal) => (group ? process.kill(-child.pid, signal) : child.kill(signal));
  const stop = async () => {
    if (!ended) kill("SIGTERM");
    const late = setTimeout(() => !ended && kill("SIGKILL"), 5000);
    await gone;
    clearTimeout(late);
  };
  for (const until = Date.now() + patience; ; ) {
    if ((await request("GET", url + ready).catch(() => null))?.status < 500) break;
    if (Date.now() > until || ended) {
      await stop();
      throw new Error(`${program} did not start\n${output}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return { output: () => output, stop };
}

/** Answers what Signet asks until the app shows a page. */
export async function answer(browser, person) {
  for (let pages = 0; pages < 6; pages += 1) {
    if (browser.formWith("login-submit")) {
      await browser.press("login-submit", { username: person.username, password: person.password });
    } else if (browser.formWith("consent-allow")) {
      await browser.press("consent-allow");
    } else if (browser.formWith("logout-confirm")) {
      await browser.press("logout-confirm");
    } else if (browser.formWith("go")) {
      // The app's own form, where its library wants a POST.
      await browser.press("go");
    } else if (libraryForm(browser)) {
      await browser.submit(libraryForm(browser));
    } else {
      break;
    }
  }
}

/** A form of a library's own page, whose button has no name. */
const libraryForm = (browser) => browser.page.forms.find((form) => /\/auth\/signin\/signet$/.test(form.action ?? ""));

export function told(browser) {
  assert.equal(browser.page.status, 200, browser.describe());
  try {
    return JSON.parse(browser.page.html);
  } catch {
    throw new Error(`not the app's answer: ${browser.describe()}`);
  }
}

async function visit(party, url, { lacks = [], api, login = "/login" }) {
  const { browser, person } = party;
  await party.step("sign in", async () => {
    await browser.open(url + login);
    await answer(browser, person);
    await browser.open(`${url}/me`);
    told(browser);
  });
  const first = told(browser);
  await party.step("ID token", async () => {
    assert.equal(first.id_token.iss, party.issuer);
    assert.ok(first.id_token.sub);
  });
  await party.step("userinfo", async () => assert.equal(first.userinfo.name, person.claims.name));
  if (!lacks.includes("refresh")) {
    await party.step("refresh", async () => {
      await browser.open(`${url}/refresh`);
      await answer(browser, person);
      const second = told(browser);
      assert.notEqual(second.access_token, first.access_token);
      assert.equal(second.userinfo.name, person.claims.name);
    });
  }
  if (api) await party.step("API", () => api(party, url, first));
  if (!lacks.includes("told")) await party.step("told", () => toldOfLogout(party, url));
  if (!lacks.includes("log out")) await party.step("log out", () => logOut(party, url, login));
}

/** RP-Initiated Logout: back at the app, and Signet asks who it is. */
async function logOut({ browser, person }, url, login) {
  await browser.open(url + login);
  await answer(browser, person);
  await browser.open(`${url}/logout`);
  await answer(browser, person);
  assert.equal(browser.page.html, "Outside", browser.describe());
  await browser.open(`${url}/me`);
  assert.ok(browser.page.status === 401 || browser.formWith("login-submit"), `nobody is signed in, not ${browser.describe()}`);
  await browser.open(url + login);
  if (browser.formWith("go")) await browser.press("go");
  assert.ok(browser.formWith("login-submit"), `Signet asks who it is, not ${browser.describe()}`);
}

/** Back-Channel Logout: a session that ends at Signet, and nowhere else, is over in the app too. */
async function toldOfLogout({ browser, issuer }, url) {
  await browser.open(`${issuer}/logout`);
  await browser.press("logout-confirm");
  for (const until = Date.now() + 10_000; ; ) {
    await browser.open(`${url}/me`);
    if (browser.page.status === 401 || browser.formWith("login-submit")) return;
    assert.ok(Date.now() < until, "the session is still open 10 s after the logout at Signet");
    await new Promise((done) => setTimeout(done, 200));
  }
}
