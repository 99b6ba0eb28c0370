// Spring Boot with Spring Security: sign-in, refresh, logout, back-channel logout, and an API that takes access tokens.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { basic, bearer, post, request } from "../../e2e/support/http.mjs";
import { MACHINE } from "../../e2e/support/people.mjs";
import { fileOf } from "../walk.mjs";
import { TOOLS, source } from "./common.mjs";
import { webApp } from "./webapp.mjs";

const audience = (url) => `${url}/api`;

export const spring = webApp({
  name: "Spring Boot",
  version: async () => /<version>([^<]+)<\/version>\s*<relativePath/.exec(await readFile(source("spring/pom.xml"), "utf8"))[1],
  needs: "java",
  recipe: "spring",
  command: async ({ client, party }) => {
    // The file as it is printed, beside the one in the app.
    const file = await party.signet.file(`${client.client_id}.yaml`, fileOf(client.configuration, "application.yaml"));
    const jar = join(TOOLS, "spring", "spring.jar");
    return ["java", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-jar", jar, `--spring.config.additional-location=file:${file}`];
  },
  environment: ({ url, port }) => ({ SERVER_PORT: String(port), AUDIENCE: audience(url) }),
  // Spring's own address for a sign-in; its default page stands at /login.
  login: "/oauth2/authorization/signet",
  api: callApi,
});

/** The API takes a token for its audience with its scope; not one without the scope, not one for userinfo, not none. */
async function callApi(party, url, { access_token }) {
  const { signet } = party;
  const api = await signet.json("resource", "create", audience(url), "--name", "Orders", "--scope", "orders:read", "--scope", "orders:write",
    // The default decoder refuses the typ of RFC 9068.
    "--token-typ", "JWT");
  const machine = await signet.createClient({ ...MACHINE, allowed_resources: [audience(url)], scope: "orders:read orders:write" });
  const token = async (scope) => {
    const fields = { grant_type: "client_credentials", resource: audience(url), scope };
    const answer = await post(`${party.issuer}/token`, fields, basic(machine.client_id, machine.client_secret));
    assert.equal(answer.status, 200, answer.text);
    return JSON.parse(answer.text).access_token;
  };
  const call = (headers) => request("GET", `${url}/api/orders`, { headers });
  const good = await call(bearer(await token("orders:read")));
  assert.equal(good.status, 200, `${good.headers["www-authenticate"]} ${good.text}`);
  assert.deepEqual(JSON.parse(good.text), { sub: machine.client_id, scope: "orders:read" });
  assert.equal((await call(bearer(await token("orders:write")))).status, 403);
  assert.equal((await call(bearer(access_token))).status, 401, "a token for userinfo is none for this API");
  assert.equal((await call({})).status, 401);
  assert.equal(api.audience, audience(url));
}
