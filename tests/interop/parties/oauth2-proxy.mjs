// oauth2-proxy in front of an app that knows nothing of OpenID Connect: it is told by headers who is there.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { freePort } from "../../e2e/support/signet.mjs";
import { fileOf } from "../walk.mjs";
import { TOOLS, source } from "./common.mjs";
import { answer, start, told } from "./webapp.mjs";

export const name = "oauth2-proxy";
export const registers = "never";
export const needs = "go";
export const version = async () =>
  /oauth2-proxy\/v7 v([^\s]+)/.exec(await readFile(source("oauth2-proxy/go.mod"), "utf8"))[1];

/** The app behind it, which shows the headers that it got. */
async function upstream() {
  const server = createServer((incoming, outgoing) => {
    outgoing.setHeader("content-type", "application/json").end(JSON.stringify(incoming.headers));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

export async function walk(party) {
  const [port, behind] = [await freePort(), await upstream()];
  const url = `http://127.0.0.1:${port}`;
  const client = await party.recipe("oauth2-proxy", url);
  // The printed file as it is, with this machine's ports, a refresh that is soon due, and headers that tell more.
  const printed = fileOf(client.configuration, "oauth2-proxy.cfg")
    .replace('"http://127.0.0.1:8081/"', `"http://127.0.0.1:${behind.address().port}/"`)
    .replace('cookie_refresh = "10m"', 'cookie_refresh = "1s"\npass_access_token = true\npass_authorization_header = true');
  const file = await party.signet.file(`oauth2-proxy-${port}.cfg`, printed);
  const app = await start(url, [join(TOOLS, "go", "oauth2-proxy"), "--config", file], {}, { ready: "/ping" });
  try {
    await visit(party, url, client);
  } catch (error) {
    error.stack += `\n--- what oauth2-proxy said\n${app.output()}`;
    throw error;
  } finally {
    await app.stop();
    behind.close();
    behind.closeAllConnections();
  }
}

async function visit(party, url, client) {
  const { browser, person, issuer } = party;
  await party.step("sign in", async () => {
    await browser.open(`${url}/`);
    await answer(browser, person);
    told(browser);
  });
  const first = told(browser);
  await party.step("ID token", async () => {
    const claims = JSON.parse(Buffer.from(first.authorization.split(".")[1], "base64url"));
    assert.equal(claims.iss, issuer);
    assert.equal(first["x-forwarded-user"], claims.sub);
  });
  await party.step("userinfo", async () => {
    assert.equal(first["x-forwarded-email"], `${person.username}@example.test`);
    assert.equal(first["x-forwarded-preferred-username"], person.username);
  });
  await party.step("refresh", async () => {
    for (const until = Date.now() + 10_000; ; ) {
      await browser.open(`${url}/`);
      if (told(browser)["x-forwarded-access-token"] !== first["x-forwarded-access-token"]) return;
      assert.ok(Date.now() < until, "the access token is still the first one after 10 s");
      await new Promise((done) => setTimeout(done, 200));
    }
  });
  await party.step("log out", async () => {
    // It sends the browser wherever `rd` says: to Signet, which it does not name itself.
    const query = new URLSearchParams({ client_id: client.client_id, post_logout_redirect_uri: `${url}/` });
    await browser.open(`${url}/oauth2/sign_out?${new URLSearchParams({ rd: `${issuer}/logout?${query}` })}`);
    const back = await browser.press("logout-confirm", {}, `${url}/`);
    assert.equal(back?.href, `${url}/`, "back at the app");
    await browser.open(back.href);
    assert.ok(browser.formWith("login-submit"), `Signet asks who it is, not ${browser.describe()}`);
  });
}
