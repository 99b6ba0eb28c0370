// The MCP TypeScript SDK: a client that knows only the address of an MCP server finds Signet by it, registers itself,
// signs a person in, calls a tool and refreshes. Once with scopes that the server names, once with none named anywhere:
// then the API's default scopes count.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { UnauthorizedError, auth } from "@modelcontextprotocol/sdk/client/auth.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { freePort } from "../../e2e/support/signet.mjs";
import { installed, source } from "./common.mjs";
import { start } from "./webapp.mjs";

const CALLBACK = "http://127.0.0.1:9/callback";
const PACKAGE = "@modelcontextprotocol/sdk";

/** What the SDK leaves to the program: where it keeps things, and how a browser is opened. */
class Provider {
  redirectUrl = CALLBACK;
  clientMetadata = {
    client_name: "Tea assistant",
    redirect_uris: [CALLBACK],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  };
  #kept = {};
  #state = randomBytes(16).toString("hex");
  state = () => this.#state;
  clientInformation = () => this.#kept.client;
  saveClientInformation = (client) => { this.#kept.client = client; };
  tokens = () => this.#kept.tokens;
  saveTokens = (tokens) => { this.#kept.tokens = tokens; };
  codeVerifier = () => this.#kept.verifier;
  saveCodeVerifier = (verifier) => { this.#kept.verifier = verifier; };
  redirectToAuthorization = (url) => { this.asked = url; };
}

function party(name, scopes) {
  return { name, registers: "only", version: () => installed(PACKAGE), walk: (walk) => visit(walk, scopes) };
}

export const mcp = party("MCP SDK", "mcp:tools");
export const mcpWithoutScope = party("MCP SDK, no scope", "");

async function visit(party, scopes) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const address = new URL(`${url}/mcp`);
  // What the operator does, once for each MCP server.
  await party.signet.cli("resource", "create", address.href, "--name", "Clock", "--scope", "mcp:tools", "--scope", "mcp:admin",
    "--open-to", "registered", "--registered-scope", "mcp:tools", "--default-scopes", "mcp:tools");
  const environment = { ISSUER: party.issuer, APP_URL: url, PORT: String(port), SCOPES: scopes };
  const server = await start(url, [process.execPath, source("node/mcp-server.mjs")], environment);
  try {
    await use(party, address);
  } catch (error) {
    error.stack += `\n--- what the MCP server said\n${server.output()}`;
    throw error;
  } finally {
    await server.stop();
  }
}

async function use(party, address) {
  const provider = new Provider();
  const connect = async () => {
    const client = new Client({ name: "assistant", version: "1.0.0" });
    const transport = new StreamableHTTPClientTransport(address, { authProvider: provider });
    return { client, transport, connected: client.connect(transport) };
  };
  const whoami = async () => {
    const { client, connected } = await connect();
    await connected;
    const { content } = await client.callTool({ name: "whoami", arguments: {} });
    await client.close();
    return JSON.parse(content[0].text);
  };

  const first = await party.step("register", async () => {
    const { transport, connected } = await connect();
    await assert.rejects(connected, UnauthorizedError);
    // The SDK keeps no address of the registration, so there is nothing to read or delete.
    assert.ok(provider.clientInformation().client_id, "it registered itself");
    return transport;
  });
  await party.step("sign in", async () => {
    const back = await party.browser.authorize(provider.asked.href, CALLBACK, party.person);
    assert.equal(back.searchParams.get("error"), null, back.href);
    assert.equal(back.searchParams.get("state"), provider.state());
    await first.finishAuth(back.searchParams.get("code"));
  });
  const told = await party.step("API", async () => {
    const told = await whoami();
    assert.deepEqual(told.scopes, ["mcp:tools"]);
    return told;
  });
  await party.step("refresh", async () => {
    const before = provider.tokens();
    assert.equal(await auth(provider, { serverUrl: address }), "AUTHORIZED");
    assert.notEqual(provider.tokens().access_token, before.access_token);
    assert.deepEqual(await whoami(), told);
  });
}
