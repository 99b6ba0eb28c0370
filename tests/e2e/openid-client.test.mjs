// npm openid-client, a certified relying party, against the running binary.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as jose from "jose";
import * as client from "openid-client";
import { Browser } from "./support/browser.mjs";
import { AFTER_LOGOUT, ALICE, ENGINES, MACHINE, REDIRECT, WEB } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

const insecure = { execute: [client.allowInsecureRequests] };

for (const engine of ENGINES) {
  describe(`openid-client on ${engine}`, () => {
    let signet;
    let web;
    let alice;

    before(async () => {
      signet = await Signet.start({ engine });
      alice = await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
      web = await signet.createClient(WEB);
    });
    after(async () => {
      const how = await signet?.stop();
      await signet?.remove();
      assert.equal(how, 0, `a clean stop, not ${how}\n${signet?.output}`);
    });

    const configure = (registered, authentication) =>
      client.discovery(new URL(signet.issuer), registered.client_id, registered.client_secret, authentication, insecure);

    /** The whole walk: browser to code, code to tokens. */
    async function signIn(config, { scope = "openid profile email", browser = new Browser(), ...more } = {}) {
      const verifier = client.randomPKCECodeVerifier();
      const [state, nonce] = [client.randomState(), client.randomNonce()];
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: REDIRECT,
        scope,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state,
        nonce,
        ...more,
      });
      const back = await browser.authorize(url.href, REDIRECT, ALICE);
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
      const tokens = await client.authorizationCodeGrant(config, back, checks);
      return { tokens, browser, back, verifier, checks };
    }

    test("code with PKCE: tokens, ID token and userinfo name the same person", async () => {
      const config = await configure(web);
      const { tokens, back } = await signIn(config);
      assert.equal(back.searchParams.get("iss"), signet.issuer);
      assert.equal(tokens.token_type, "bearer");
      const claims = tokens.claims();
      assert.equal(claims.iss, signet.issuer);
      assert.equal(claims.aud, web.client_id);
      const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
      assert.equal(info.name, ALICE.claims.name);
      assert.equal(info.email, "alice@example.test");
      assert.equal(info.address, undefined, "nothing that was not asked for");
      assert.equal(info.phone_number, undefined, "nothing that was not asked for");
      assert.ok(claims.sub && claims.sub !== alice.id, "a subject is not a row's identifier");
    });

    test("every standard claim is there when it is asked for", async () => {
      const config = await configure(web);
      const { tokens } = await signIn(config, { scope: "openid profile email address phone" });
      const info = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
      for (const [name, value] of Object.entries(ALICE.claims)) {
        if (name === "address") assert.equal(info.address.locality, value.locality);
        else assert.deepEqual(info[name], value, name);
      }
    });

    test("the ID token is signed by a published key, in the default algorithm", async () => {
      const config = await configure(web);
      const { tokens } = await signIn(config);
      const keys = jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
      const { protectedHeader } = await jose.jwtVerify(tokens.id_token, keys, {
        issuer: signet.issuer,
        audience: web.client_id,
      });
      assert.equal(protectedHeader.alg, "RS256");
    });

    test("a JWT access token is one, and is no ID token", async () => {
      const config = await configure(web);
      const { tokens } = await signIn(config);
      const keys = jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
      const { payload } = await jose.jwtVerify(tokens.access_token, keys, { issuer: signet.issuer, typ: "at+jwt" });
      assert.equal(payload.client_id, web.client_id);
      assert.notEqual(payload.aud, web.client_id);
    });

    test("form_post answers with a form that needs no script", async () => {
      const config = await configure(web);
      const browser = new Browser();
      const verifier = client.randomPKCECodeVerifier();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: REDIRECT,
        scope: "openid",
        response_mode: "form_post",
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state: "posted",
      });
      const back = await browser.authorize(url.href, REDIRECT, ALICE);
      assert.equal(browser.page.status, 200);
      const tokens = await client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: "posted" });
      assert.ok(tokens.id_token);
    });

    test("a second visit asks nothing, and prompt=none agrees", async () => {
      const config = await configure(web);
      const { browser } = await signIn(config);
      const { back } = await signIn(config, { browser, prompt: "none" });
      assert.ok(back.searchParams.get("code"));
    });

    test("prompt=none without a session is login_required", async () => {
      const config = await configure(web);
      await assert.rejects(signIn(config, { prompt: "none" }), { error: "login_required" });
    });

    test("a person who denies sends the client access_denied", async () => {
      const other = await signet.createClient({ ...WEB, client_name: "Nosy" });
      const config = await configure(other);
      const browser = new Browser();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: REDIRECT,
        scope: "openid email",
        state: "no",
        code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
        code_challenge_method: "S256",
      });
      const back = await browser.authorize(url.href, REDIRECT, { ...ALICE, decision: "consent-deny" });
      assert.equal(back.searchParams.get("error"), "access_denied");
      assert.equal(back.searchParams.get("state"), "no");
      assert.equal(back.searchParams.get("iss"), signet.issuer);
      assert.equal(back.searchParams.get("code"), null);
    });

    test("a code used twice is refused and takes its tokens with it", async () => {
      const config = await configure(web);
      const { tokens, back, checks } = await signIn(config);
      await assert.rejects(client.authorizationCodeGrant(config, back, checks), { error: "invalid_grant" });
      const info = await client.tokenIntrospection(config, tokens.access_token);
      assert.equal(info.active, false);
    });

    test("a wrong verifier is refused", async () => {
      const config = await configure(web);
      const browser = new Browser();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: REDIRECT,
        scope: "openid",
        code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
        code_challenge_method: "S256",
      });
      const back = await browser.authorize(url.href, REDIRECT, ALICE);
      const wrong = { pkceCodeVerifier: client.randomPKCECodeVerifier() };
      await assert.rejects(client.authorizationCodeGrant(config, back, wrong), { error: "invalid_grant" });
    });

    test("refresh rotates; the same request repeated gets the same successor", async () => {
      const config = await configure(web);
      const { tokens } = await signIn(config, { scope: "openid email offline_access", prompt: "consent" });
      const second = await client.refreshTokenGrant(config, tokens.refresh_token);
      assert.notEqual(second.refresh_token, tokens.refresh_token);
      const again = await client.refreshTokenGrant(config, tokens.refresh_token);
      assert.equal(again.refresh_token, second.refresh_token);
      const third = await client.refreshTokenGrant(config, second.refresh_token);
      assert.equal(third.claims().sub, tokens.claims().sub);
      assert.equal(third.claims().auth_time, tokens.claims().auth_time);
      await client.fetchUserInfo(config, third.access_token, tokens.claims().sub);
    });

    test("a refresh may narrow the scope and never widen it", async () => {
      const config = await configure(web);
      const { tokens } = await signIn(config, { scope: "openid profile email" });
      const narrow = await client.refreshTokenGrant(config, tokens.refresh_token, { scope: "openid email" });
      const info = await client.fetchUserInfo(config, narrow.access_token, tokens.claims().sub);
      assert.equal(info.name, undefined);
      const widened = client.refreshTokenGrant(config, narrow.refresh_token, { scope: "openid profile email phone" });
      await assert.rejects(widened, { error: "invalid_scope" });
    });

    test("introspection tells what a token is, and nothing of a dead one", async () => {
      const config = await configure(web);
      const { tokens } = await signIn(config, { scope: "openid email" });
      const live = await client.tokenIntrospection(config, tokens.access_token);
      assert.equal(live.active, true);
      assert.equal(live.client_id, web.client_id);
      assert.equal(live.sub, tokens.claims().sub);
      assert.deepEqual(await client.tokenIntrospection(config, "nonsense"), { active: false });
    });

    test("a revoked refresh token takes its access token with it", async () => {
      const config = await configure(web);
      const { tokens } = await signIn(config);
      await client.tokenRevocation(config, tokens.refresh_token);
      await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), { error: "invalid_grant" });
      assert.equal((await client.tokenIntrospection(config, tokens.access_token)).active, false);
      const info = client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
      await assert.rejects(info, (error) => error.status === 401 || error.response?.status === 401);
      await client.tokenRevocation(config, "never heard of it");
    });

    test("a revoked access token is dead while its refresh token lives", async () => {
      const config = await configure(web);
      const { tokens } = await signIn(config);
      await client.tokenRevocation(config, tokens.access_token);
      assert.equal((await client.tokenIntrospection(config, tokens.access_token)).active, false);
      assert.ok((await client.refreshTokenGrant(config, tokens.refresh_token)).access_token);
    });

    test("logout with a hint ends the session and returns", async () => {
      const config = await configure(web);
      const { tokens, browser } = await signIn(config);
      const url = client.buildEndSessionUrl(config, {
        id_token_hint: tokens.id_token,
        post_logout_redirect_uri: AFTER_LOGOUT,
        state: "bye",
      });
      let back = await browser.open(url.href, AFTER_LOGOUT);
      if (!back && browser.formWith("logout-confirm")) back = await browser.press("logout-confirm", {}, AFTER_LOGOUT);
      assert.ok(back, `came back, not ${browser.page && browser.describe()}`);
      assert.equal(back.searchParams.get("state"), "bye");
      await assert.rejects(signIn(config, { browser, prompt: "none" }), { error: "login_required" });
      await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), { error: "invalid_grant" });
    });

    test("an offline refresh token outlives the session", async () => {
      const config = await configure(web);
      const { tokens, browser } = await signIn(config, { scope: "openid offline_access", prompt: "consent" });
      const url = client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token });
      await browser.open(url.href);
      if (browser.formWith("logout-confirm")) await browser.press("logout-confirm");
      assert.ok((await client.refreshTokenGrant(config, tokens.refresh_token)).access_token);
    });

    test("client credentials by every method of client authentication", async () => {
      const { privateKey, publicKey } = await jose.generateKeyPair("ES256", { extractable: true });
      const jwk = { ...(await jose.exportJWK(publicKey)), kid: "k1", use: "sig", alg: "ES256" };
      const methods = {
        client_secret_basic: [{}, (secret) => client.ClientSecretBasic(secret)],
        client_secret_post: [{}, (secret) => client.ClientSecretPost(secret)],
        client_secret_jwt: [{}, (secret) => client.ClientSecretJwt(secret)],
        private_key_jwt: [{ jwks: { keys: [jwk] } }, () => client.PrivateKeyJwt({ key: privateKey, kid: "k1" })],
      };
      for (const [method, [more, authentication]] of Object.entries(methods)) {
        const registered = await signet.createClient({ ...MACHINE, ...more, token_endpoint_auth_method: method });
        const config = await configure(registered, authentication(registered.client_secret));
        const tokens = await client.clientCredentialsGrant(config);
        assert.ok(tokens.access_token, method);
        assert.equal(tokens.refresh_token, undefined, `${method}: RFC 6749 section 4.4.3`);
        assert.equal(tokens.id_token, undefined, method);
        const info = await client.tokenIntrospection(config, tokens.access_token);
        assert.equal(info.active, true, method);
      }
    });

    test("a wrong secret, or a weaker method than the registered one, is invalid_client", async () => {
      const machine = await signet.createClient(MACHINE);
      const signing = await signet.createClient({ ...MACHINE, token_endpoint_auth_method: "client_secret_jwt" });
      for (const [registered, authentication] of [
        [machine, client.ClientSecretBasic("no".repeat(20))],
        [signing, client.ClientSecretPost(signing.client_secret)],
      ]) {
        const config = await configure(registered, authentication);
        await assert.rejects(client.clientCredentialsGrant(config), (error) => {
          assert.ok(error.error === "invalid_client" || error.cause?.[0]?.scheme === "basic", error);
          return true;
        });
      }
    });

    test("a public client has no secret and does with PKCE alone", async () => {
      const spa = await signet.createClient({ ...WEB, client_name: "Spa", token_endpoint_auth_method: "none" });
      assert.equal(spa.client_secret, undefined);
      const config = await configure(spa, client.None());
      const { tokens } = await signIn(config, { scope: "openid email" });
      assert.ok((await client.refreshTokenGrant(config, tokens.refresh_token)).access_token);
    });

    test("the short form of the command line makes clients that work at once", async () => {
      const made = await signet.json("client", "create", "--kind", "web", "--name", "Short", "--redirect-uri", REDIRECT);
      const { tokens } = await signIn(await configure(made));
      assert.ok(tokens.access_token);
      const robot = await signet.json("client", "create", "--kind", "machine", "--name", "Robot");
      assert.ok((await client.clientCredentialsGrant(await configure(robot))).access_token);
    });

    test("what is disabled beside the running server is refused within a second", async () => {
      await signet.createUser("bob", "another fine password 1", {});
      await signet.cli("user", "disable", "bob");
      const config = await configure(web);
      const browser = new Browser();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: REDIRECT,
        scope: "openid",
        code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
        code_challenge_method: "S256",
      });
      assert.equal(await browser.open(url.href, REDIRECT), null);
      const back = await browser.press("login-submit", { username: "bob", password: "another fine password 1" }, REDIRECT);
      assert.equal(back, null);
      assert.ok(browser.formWith("login-submit"), browser.describe());
    });
  });
}
