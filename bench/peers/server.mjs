// node-oidc-provider as one process, set up as Signet is in the bench: addresses, keys, scopes, claims, lives of tokens.
// PEER is JSON: port, claims (of the one person), clients, opaqueApi, jwtApi, accessTokenAlg.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";
import { MemoryAdapter } from "./adapter.mjs";

const { port, claims, clients, opaqueApi, jwtApi, accessTokenAlg } = JSON.parse(process.env.PEER);
const issuer = `http://127.0.0.1:${port}`;
const jwk = (alg, kind, options) => ({ ...generateKeyPairSync(kind, options).privateKey.export({ format: "jwk" }), alg, use: "sig", kid: alg });
const withJwts = (client) => client.jwt_access_tokens === true;

const provider = new Provider(issuer, {
  adapter: MemoryAdapter,
  clients,
  extraClientMetadata: { properties: ["jwt_access_tokens"] },
  jwks: { keys: [jwk("RS256", "rsa", { modulusLength: 2048 }), jwk("ES256", "ec", { namedCurve: "P-256" })] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  routes: { authorization: "/authorize", token: "/token", userinfo: "/userinfo", introspection: "/introspect", jwks: "/jwks" },
  findAccount: (_, id) => ({ accountId: id, claims: () => claims }),
  claims: {
    openid: ["sub"],
    email: ["email", "email_verified"],
    profile: ["birthdate", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname", "picture",
      "preferred_username", "profile", "updated_at", "website", "zoneinfo"],
  },
  issueRefreshToken: (_, client) => client.grantTypeAllowed("refresh_token"),
  rotateRefreshToken: () => true,
  ttl: { AccessToken: 900, ClientCredentials: 3600, AuthorizationCode: 60, IdToken: 3600, RefreshToken: 1209600, Session: 1209600, Grant: 1209600, Interaction: 3600 },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      // A client that gets JWTs gets them for an API; the peer's tokens for userinfo are always opaque.
      defaultResource: (_, client, among) => among ?? (withJwts(client) ? jwtApi : undefined),
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) =>
        resource === opaqueApi
          ? { scope: "", audience: resource, accessTokenTTL: 3600, accessTokenFormat: "opaque" }
          : { scope: "", audience: resource, accessTokenTTL: 900, accessTokenFormat: "jwt", jwt: { sign: { alg: accessTokenAlg } } },
    },
  },
});
provider.on("server_error", (_, error) => console.error(error));

/** Signs the one person in and consents, without asking: the bench measures what comes after. */
async function interact(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    return provider.interactionFinished(request, response, { login: { accountId: claims.sub } });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

const answer = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  interact(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end(String(error));
  });
}).listen(port, "127.0.0.1", () => console.log("ready"));
