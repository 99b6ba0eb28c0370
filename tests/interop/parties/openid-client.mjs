// npm openid-client, a certified relying party; it registers itself.
import assert from "node:assert/strict";
import * as client from "openid-client";
import { AFTER_LOGOUT, REDIRECT, SCOPE, WEB, installed, signOut } from "./common.mjs";
import { runPrinted } from "./printed.mjs";

export const name = "openid-client";
export const version = () => installed(name);

export const insecure = { execute: [client.allowInsecureRequests] };

/** The address to which a browser is sent, and what is checked when it is back. */
export async function request(config, more = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope: SCOPE,
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    ...more,
  });
  return { url: url.href, checks: { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true } };
}

export async function walk(party) {
  if (!party.registering) {
    const printed = { file: "app.mjs", command: () => [process.execPath, "app.mjs"], ready: "/nothing" };
    await party.step("page", () => runPrinted(party, "openid-client", printed));
  }
  const issuer = new URL(party.issuer);
  let config;
  const registered = await party.client(WEB, async (metadata) => {
    config = await client.dynamicClientRegistration(issuer, metadata, undefined, insecure);
    return config.clientMetadata();
  });
  config ??= await client.discovery(issuer, registered.client_id, registered.client_secret, undefined, insecure);

  async function signIn(more) {
    const { url, checks } = await request(config, more);
    const back = await party.browser.authorize(url, REDIRECT, party.person);
    // It checks the ID token's signature only where the token endpoint's TLS does not vouch for it: asked to, it does.
    return client.authorizationCodeGrant(config, back, checks);
  }

  client.enableNonRepudiationChecks(config);
  const tokens = await party.step("sign in", () => signIn());
  const claims = await party.step("ID token", async () => {
    const found = tokens.claims();
    assert.deepEqual([found.iss, found.aud], [party.issuer, registered.client_id]);
    return found;
  });
  await party.step("userinfo", async () => {
    const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    assert.equal(info.name, party.person.claims.name);
  });
  const fresh = await party.step("refresh", async () => {
    const again = await client.refreshTokenGrant(config, tokens.refresh_token);
    assert.equal(again.claims().sub, claims.sub);
    assert.notEqual(again.access_token, tokens.access_token);
    return again;
  });
  await party.step("log out", async () => {
    const url = client.buildEndSessionUrl(config, {
      id_token_hint: fresh.id_token, post_logout_redirect_uri: AFTER_LOGOUT, state: "bye",
    });
    assert.equal((await signOut(party.browser, url.href)).searchParams.get("state"), "bye");
    await assert.rejects(signIn({ prompt: "none" }), { error: "login_required" });
  });
}
