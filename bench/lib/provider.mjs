// What the rows need of a provider, whoever made it: addresses, clients, tokens, and what it costs.
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Browser } from "../../tests/e2e/support/browser.mjs";
import { basic, bearer, post, request } from "../../tests/e2e/support/http.mjs";
import { ALICE, REDIRECT } from "../../tests/e2e/support/people.mjs";

const VERIFIER = "v".repeat(43);
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");
const REFRESH_TOKENS = 64;
export const SCOPE = "openid profile email";

/** Those who extend it have `issuer`, `directory`, `cpu()` and `memory()`. */
export class Provider {
  authorizeUrl(client, more = {}) {
    const parameters = {
      client_id: client.client_id,
      response_type: "code",
      redirect_uri: REDIRECT,
      scope: SCOPE,
      code_challenge: CHALLENGE,
      code_challenge_method: "S256",
      ...more,
    };
    return `/authorize?${new URLSearchParams(parameters)}`;
  }

  /** Walks a browser to the answer; hands back the code. */
  async authorize(browser, client, { person = ALICE, more } = {}) {
    const back = await browser.authorize(this.issuer + this.authorizeUrl(client, more), REDIRECT, person);
    const code = back.searchParams.get("code");
    if (!code) throw new Error(`no code: ${back}`);
    return code;
  }

  async token(client, fields) {
    const answer = await post(`${this.issuer}/token`, fields, basic(client.client_id, client.client_secret));
    if (answer.status !== 200) throw new Error(`/token: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text);
  }

  exchange(client, code) {
    return this.token(client, { ...codeFields(), code });
  }

  /** Signs somebody in and goes through the whole code flow so many times; answers with the tokens and the cookies. */
  async signedIn(client, times = 1) {
    const browser = new Browser();
    const tokens = [];
    for (let one = 0; one < times; one += 1) {
      tokens.push(await this.exchange(client, await this.authorize(browser, client)));
    }
    return { browser, tokens, cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
  }

  /** Plans for wrk.lua. */
  discoveryPlan() {
    return { mode: "fixed", path: "/.well-known/openid-configuration" };
  }

  async codePlan(client) {
    const { cookie } = await this.signedIn(client);
    return { mode: "code", cookie, authorize: this.authorizeUrl(client), ...tokenPlan(client, codeFields()) };
  }

  async refreshPlan(client) {
    const { tokens } = await this.signedIn(client, REFRESH_TOKENS);
    const file = join(this.directory, "refresh-tokens.txt");
    await writeFile(file, tokens.map((one) => one.refresh_token).join("\n"));
    return { mode: "refresh", tokens: file, ...tokenPlan(client, { grant_type: "refresh_token" }) };
  }

  /** For a client whose refresh tokens stay as they are. */
  async refreshAgainPlan(client) {
    const { refresh_token } = (await this.signedIn(client)).tokens[0];
    return { mode: "fixed", ...tokenPlan(client, { grant_type: "refresh_token", refresh_token }) };
  }

  async userinfoPlan(client) {
    const { access_token } = (await this.signedIn(client)).tokens[0];
    return { mode: "fixed", path: "/userinfo", ...bearer(access_token) };
  }

  credentialsPlan(client, resource) {
    return { mode: "fixed", ...tokenPlan(client, credentialsFields(resource)) };
  }

  async introspectionPlan(client, resource) {
    const { access_token } = await this.token(client, credentialsFields(resource));
    const answer = await post(`${this.issuer}/introspect`, { token: access_token }, basic(client.client_id, client.client_secret));
    if (JSON.parse(answer.text).active !== true) throw new Error(`/introspect: ${answer.status} ${answer.text}`);
    return { mode: "fixed", ...tokenPlan(client, { token: access_token }), path: "/introspect" };
  }

  async userinfo(token) {
    const answer = await request("GET", `${this.issuer}/userinfo`, { headers: bearer(token) });
    if (answer.status !== 200) throw new Error(`/userinfo: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text);
  }
}

const codeFields = () => ({ grant_type: "authorization_code", redirect_uri: REDIRECT, code_verifier: VERIFIER });
const credentialsFields = (resource) => ({ grant_type: "client_credentials", resource });
const tokenPlan = (client, fields) => ({
  path: "/token",
  ...basic(client.client_id, client.client_secret),
  body: new URLSearchParams(fields).toString(),
});

/** The header of a JWT; `null` where the token is opaque. */
export function headerOf(token) {
  const parts = token.split(".");
  return parts.length === 3 ? JSON.parse(Buffer.from(parts[0], "base64url")) : null;
}
