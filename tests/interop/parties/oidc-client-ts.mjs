// npm oidc-client-ts in a single-page app in Chromium: a public client with PKCE. It cannot register itself, so that
// is done for it; the ID token's signature, which it leaves to TLS, is verified here.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import * as jose from "jose";
import { chromium } from "playwright-core";
import { fileOf } from "../walk.mjs";
import { SCOPE, installed } from "./common.mjs";

export const name = "oidc-client-ts";
export const version = () => installed(name);

const LIBRARY = new URL("../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js", import.meta.url);

/** One page for every address of the app; which address it is decides what it does. */
const PAGE = (settings) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>App</title><h1 id="state">…</h1>
<script src="/oidc.js"></script>
<script>
  const users = new oidc.UserManager(${JSON.stringify(settings)});
  const state = (text) => { document.getElementById("state").textContent = text; };
  const done = (user) => { history.replaceState(null, "", "/"); state("signed in"); };
  if (location.pathname === "/silent") users.signinSilentCallback();
  else if (location.pathname === "/bye") users.signoutCallback().then(() => state("signed out"), (error) => state(String(error)));
  else if (location.search.includes("state=")) users.signinCallback().then(done, (error) => state(String(error)));
  else state("ready");
</script>`;

async function app() {
  const library = await readFile(LIBRARY);
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === "/oidc.js") return outgoing.setHeader("content-type", "text/javascript").end(library);
    return outgoing.setHeader("content-type", "text/html").end(server.page);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  server.origin = `http://127.0.0.1:${server.address().port}`;
  return server;
}

export async function walk(party) {
  const server = await app();
  const browser = await chromium.launch({
    executablePath: process.env.SIGNET_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
    page.setDefaultTimeout(15_000);
    if (!party.registering) await party.step("page", () => asPrinted(party, page));
    await visit(party, server, page);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

/** The recipe's page as it is printed, served from a folder that has the library. */
async function asPrinted(party, page) {
  const library = await readFile(LIBRARY);
  let printed = "";
  const server = createServer((incoming, outgoing) => {
    const [type, body] = incoming.url.endsWith(".js") ? ["text/javascript", library] : ["text/html", printed];
    outgoing.setHeader("content-type", type).end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  try {
    printed = fileOf((await party.recipe("spa", origin)).configuration, "index.html");
    await page.goto(origin);
    await page.click("#sign-in");
    await page.fill("#username", party.person.username);
    await page.fill("#password", party.person.password);
    await page.click("#login-submit");
    await page.click("#consent-allow");
    await page.waitForFunction((email) => document.getElementById("who")?.textContent.includes(email), `${party.person.username}@example.test`);
    await page.click("#sign-out");
    await page.waitForFunction(() => document.getElementById("who")?.textContent === "null");
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const says = (page, text) => page.waitForFunction(
  (wanted) => document.getElementById("state")?.textContent.includes(wanted), text);
/** Which user the app has now, as plain data. */
const user = (page) => page.evaluate(() => users.getUser().then((one) => one && JSON.parse(one.toStorageString())));

async function visit(party, server, page) {
  const { origin } = server;
  const registered = await party.client({
    client_name: "Single page",
    redirect_uris: [`${origin}/`, `${origin}/silent`],
    post_logout_redirect_uris: [`${origin}/bye`],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  });
  assert.equal(registered.client_secret, undefined, "a public client has no secret");
  server.page = PAGE({
    authority: party.issuer,
    client_id: registered.client_id,
    redirect_uri: `${origin}/`,
    silent_redirect_uri: `${origin}/silent`,
    post_logout_redirect_uri: `${origin}/bye`,
    scope: SCOPE,
    loadUserInfo: true,
  });

  await page.goto(origin);
  await party.step("sign in", async () => {
    await says(page, "ready");
    await page.evaluate(() => { users.signinRedirect(); });
    await page.fill("#username", party.person.username);
    await page.fill("#password", party.person.password);
    await page.click("#login-submit");
    await page.click("#consent-allow");
    await says(page, "signed in");
  });
  const first = await user(page);
  await party.step("ID token", async () => {
    const keys = jose.createRemoteJWKSet(new URL(`${party.issuer}/jwks`));
    const { payload } = await jose.jwtVerify(first.id_token, keys, { issuer: party.issuer, audience: registered.client_id });
    assert.equal(payload.sub, first.profile.sub);
  });
  await party.step("userinfo", async () => assert.equal(first.profile.name, party.person.claims.name));
  await party.step("refresh", async () => {
    await page.evaluate(() => users.signinSilent());
    const second = await user(page);
    assert.notEqual(second.access_token, first.access_token, "by the refresh token");
    assert.equal(second.profile.sub, first.profile.sub);
    // Without a refresh token it asks in a hidden frame, with prompt=none. On loopback any program could ask like
    // that, so the person has to be asked (RFC 8252 section 8.6).
    const error = await page.evaluate(async () => {
      const one = await users.getUser();
      await users.storeUser(Object.assign(await users.getUser(), { refresh_token: undefined }));
      const refused = await users.signinSilent().then(() => "signed in", (why) => why.error);
      await users.storeUser(one);
      return refused;
    });
    assert.equal(error, "interaction_required", "by a frame");
  });
  await party.step("log out", async () => {
    await page.evaluate(() => { users.signoutRedirect(); });
    await page.waitForURL(`${origin}/bye**`);
    await says(page, "signed out");
    assert.equal(await user(page), null);
    const error = await page.evaluate(() => users.signinSilent().then(() => "signed in", (one) => one.error));
    assert.equal(error, "login_required");
  });
}
