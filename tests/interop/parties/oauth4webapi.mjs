// npm oauth4webapi, the low-level library below openid-client, used by itself; it registers itself.
import assert from "node:assert/strict";
import * as oauth from "oauth4webapi";
import { AFTER_LOGOUT, REDIRECT, SCOPE, WEB, installed, signOut } from "./common.mjs";

export const name = "oauth4webapi";
export const version = () => installed(name);

const insecure = { [oauth.allowInsecureRequests]: true };

export async function walk(party) {
  const issuer = new URL(party.issuer);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const client = await party.client({ ...WEB, token_endpoint_auth_method: "client_secret_post" }, async (metadata) =>
    oauth.processDynamicClientRegistrationResponse(await oauth.dynamicClientRegistrationRequest(as, metadata, insecure)));
  const proof = oauth.ClientSecretPost(client.client_secret);

  async function signIn(more = {}) {
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const url = new URL(as.authorization_endpoint);
    url.search = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: REDIRECT,
      response_type: "code",
      scope: SCOPE,
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...more,
    });
    const back = await party.browser.authorize(url.href, REDIRECT, party.person);
    const parameters = oauth.validateAuthResponse(as, client, back, state);
    const response = await oauth.authorizationCodeGrantRequest(as, client, proof, parameters, REDIRECT, verifier, insecure);
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: nonce, requireIdToken: true });
    return { tokens, response };
  }

  const { tokens, response } = await party.step("sign in", () => signIn());
  const claims = await party.step("ID token", async () => {
    // The signature as well, which the library leaves out unless asked.
    await oauth.validateApplicationLevelSignature(as, response, insecure);
    const found = oauth.getValidatedIdTokenClaims(tokens);
    assert.deepEqual([found.iss, found.aud], [party.issuer, client.client_id]);
    return found;
  });
  await party.step("userinfo", async () => {
    const answer = await oauth.userInfoRequest(as, client, tokens.access_token, insecure);
    const info = await oauth.processUserInfoResponse(as, client, claims.sub, answer);
    assert.equal(info.name, party.person.claims.name);
  });
  const fresh = await party.step("refresh", async () => {
    const answer = await oauth.refreshTokenGrantRequest(as, client, proof, tokens.refresh_token, insecure);
    const again = await oauth.processRefreshTokenResponse(as, client, answer);
    assert.equal(oauth.getValidatedIdTokenClaims(again).sub, claims.sub);
    return again;
  });
  await party.step("log out", async () => {
    const url = new URL(as.end_session_endpoint);
    url.search = new URLSearchParams({ id_token_hint: fresh.id_token, post_logout_redirect_uri: AFTER_LOGOUT, state: "bye" });
    assert.equal((await signOut(party.browser, url.href)).searchParams.get("state"), "bye");
    await assert.rejects(signIn({ prompt: "none" }), { error: "login_required" });
  });
}
