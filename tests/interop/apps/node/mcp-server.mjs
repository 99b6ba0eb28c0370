// An MCP server with one tool, over Streamable HTTP, protected by Signet: RFC 9728 metadata that names the issuer, and
// access tokens that are JWTs by RFC 9068 for this server's address. docs/clients/mcp.md has the same.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { InvalidTokenError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import { requireBearerAuth } from "@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js";
import { getOAuthProtectedResourceMetadataUrl, mcpAuthMetadataRouter } from "@modelcontextprotocol/sdk/server/auth/router.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import express from "express";
import { createRemoteJWKSet, jwtVerify } from "jose";

const { ISSUER, APP_URL, PORT, SCOPES = "" } = process.env;
const address = new URL(`${APP_URL}/mcp`);
const scopes = SCOPES.split(" ").filter(Boolean);
const keys = createRemoteJWKSet(new URL(`${ISSUER}/jwks`));

const verifier = {
  async verifyAccessToken(token) {
    const { payload } = await jwtVerify(token, keys, { issuer: ISSUER, audience: address.href, typ: "at+jwt" })
      .catch((error) => { throw new InvalidTokenError(error.message); });
    return {
      token,
      clientId: payload.client_id,
      scopes: payload.scope?.split(" ") ?? [],
      expiresAt: payload.exp,
      resource: address,
      extra: { sub: payload.sub },
    };
  },
};

function server() {
  const mcp = new McpServer({ name: "clock", version: "1.0.0" });
  mcp.registerTool("whoami", { description: "Whom the token is about" }, ({ authInfo }) => ({
    content: [{ type: "text", text: JSON.stringify({ sub: authInfo.extra.sub, scopes: authInfo.scopes }) }],
  }));
  return mcp;
}

const app = express();
const metadata = await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json();
app.use(mcpAuthMetadataRouter({ oauthMetadata: metadata, resourceServerUrl: address, scopesSupported: scopes.length ? scopes : undefined }));
const guard = requireBearerAuth({
  verifier,
  requiredScopes: scopes,
  resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(address),
  expectedResource: address,
});
app.get("/", (request, response) => response.send("Outside"));
app.post("/mcp", guard, express.json(), async (request, response) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  response.on("close", () => transport.close());
  await server().connect(transport);
  await transport.handleRequest(request, response, request.body);
});
app.listen(Number(PORT), "127.0.0.1");
