// npm openid-client gets a token for the account API by `resource` (RFC 8707) and walks it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as client from "openid-client";
import { Browser } from "./support/browser.mjs";
import { ALICE, ENGINES, REDIRECT, WEB } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

const insecure = { execute: [client.allowInsecureRequests] };
const SCOPE = "openid account:read account:write account:security";

for (const engine of ENGINES) {
  describe(`the account API on ${engine}`, () => {
    let signet;
    let app;
    let config;
    let api;

    before(async () => {
      signet = await Signet.prepare({ engine });
      signet.moveTo("localhost");
      await signet.serve();
      api = `${signet.issuer}/api/v1/account`;
      await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
      app = await signet.createClient({ ...WEB, client_name: "Caretaker", allowed_resources: [api] });
      config = await client.discovery(new URL(signet.issuer), app.client_id, app.client_secret, undefined, insecure);
    });
    after(async () => {
      const how = await signet?.stop();
      await signet?.remove();
      assert.equal(how, 0, `a clean stop, not ${how}\n${signet?.output}`);
    });

    /** A token for the API, or for whatever `more` asks. */
    async function tokens(browser = new Browser(), more = {}) {
      const verifier = client.randomPKCECodeVerifier();
      const [state, nonce] = [client.randomState(), client.randomNonce()];
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: REDIRECT,
        scope: SCOPE,
        resource: api,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state,
        nonce,
        ...more,
      });
      const back = await browser.authorize(url.href, REDIRECT, ALICE);
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
      return client.authorizationCodeGrant(config, back, checks);
    }

    const call = (token, method, path, body, headers = {}) =>
      client.fetchProtectedResource(
        config,
        token,
        new URL(`${api}${path}`),
        method,
        body && JSON.stringify(body),
        new Headers(body ? { "content-type": "application/json", ...headers } : headers),
      );

    test("metadata leads from the API to the server, and back", async () => {
      const refused = await fetch(api);
      assert.equal(refused.status, 401);
      const [, address] = /resource_metadata="([^"]+)"/.exec(refused.headers.get("www-authenticate"));
      const metadata = await (await fetch(address)).json();
      assert.equal(metadata.resource, api);
      assert.deepEqual(metadata.authorization_servers, [signet.issuer]);
      const server = config.serverMetadata();
      assert.ok(server.protected_resources.includes(api));
      for (const scope of metadata.scopes_supported) assert.ok(server.scopes_supported.includes(scope), scope);
    });

    test("an app reads, changes, and leaves", async () => {
      const browser = new Browser();
      const granted = await tokens(browser);
      const token = granted.access_token;
      const shown = await call(token, "GET", "");
      const profile = await shown.json();
      assert.equal(profile.name, ALICE.claims.name);
      assert.equal(profile.sub, granted.claims().sub);
      assert.equal(shown.headers.get("cache-control"), "no-store");

      const tag = { "if-match": shown.headers.get("etag") };
      const changed = await call(token, "PATCH", "", { nickname: null, name: "Alice Pleasance" }, tag);
      assert.equal(changed.status, 200);
      const now = await changed.json();
      assert.equal(now.name, "Alice Pleasance");
      assert.equal("nickname" in now, false);
      const late = await call(token, "PATCH", "", { name: "Alice Liddell" }, tag);
      assert.equal(late.status, 412);
      assert.equal(late.headers.get("content-type"), "application/problem+json");
      assert.equal((await late.json()).type, "urn:signet:problem:precondition-failed");

      const { sessions } = await (await call(token, "GET", "/sessions")).json();
      assert.deepEqual(sessions.map((one) => one.current), [true]);
      const { apps } = await (await call(token, "GET", "/apps")).json();
      assert.deepEqual(apps.map((one) => one.name), ["Caretaker"]);
      const events = await call(token, "GET", "/events?limit=1");
      assert.equal((await events.json()).events[0].by, "app");
      const [, next] = /<([^>]+)>; rel="next"/.exec(events.headers.get("link"));
      assert.ok((await call(token, "GET", next.slice(api.length))).ok);
      const { authenticator_apps: factors } = await (await call(token, "GET", "/factors")).json();
      assert.deepEqual(factors, []);
      assert.deepEqual(await (await call(token, "GET", "/passkeys")).json(), { passkeys: [] });
      assert.deepEqual(await (await call(token, "GET", "/identities")).json(), { identities: [] });
      assert.equal((await (await call(token, "GET", "/phone")).json()).phone_number, profile.phone_number);

      const left = await call(token, "DELETE", "/sessions?which=all");
      assert.equal(left.status, 204);
      await assert.rejects(() => call(token, "GET", ""), (error) => error.cause?.[0]?.parameters?.error === "invalid_token");
      await browser.open(`${signet.issuer}/account`);
      assert.ok(browser.formWith("login-submit"), "signed out");
    });

    test("a token for userinfo opens nothing here, and says why", async () => {
      const { access_token: token } = await tokens(new Browser(), { scope: "openid profile", resource: signet.issuer });
      await assert.rejects(() => call(token, "GET", ""), (error) => {
        const { error: code, error_description: sentence } = error.cause[0].parameters;
        assert.equal(code, "invalid_token");
        assert.equal(sentence, "the access token is meant for another resource server (RFC 9068 section 4)");
        return true;
      });
    });
  });
}
