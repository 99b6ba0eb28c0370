// Starts server.mjs and speaks of it as the bench speaks of Signet.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REDIRECT } from "../../tests/e2e/support/people.mjs";
import { freePort } from "../../tests/e2e/support/signet.mjs";
import { cpuOf, memoryOf } from "../lib/process.mjs";
import { Provider } from "../lib/provider.mjs";
import { API } from "../lib/signet.mjs";

const PACKAGE = new URL("node_modules/oidc-provider/package.json", import.meta.url);
const secret = "s".repeat(43);
const web = {
  client_secret: secret,
  redirect_uris: [REDIRECT],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "client_secret_basic",
};

export class Peer extends Provider {
  name = "node-oidc-provider";
  version = JSON.parse(readFileSync(PACKAGE, "utf8")).version;
  web = { ...web, client_id: "web" };
  webEqual = { ...web, client_id: "web-equal", jwt_access_tokens: true };
  webES256 = { ...web, client_id: "web-es256", jwt_access_tokens: true, id_token_signed_response_alg: "ES256" };
  machine = {
    client_id: "machine", client_secret: secret, redirect_uris: [], response_types: [], grant_types: ["client_credentials"],
  };

  /** `claims` of the one person; `accessTokenAlg` signs JWT access tokens. */
  static async start({ claims, accessTokenAlg }) {
    const peer = new Peer();
    const port = await freePort();
    peer.issuer = `http://127.0.0.1:${port}`;
    peer.directory = await mkdtemp(join(tmpdir(), "signet-peer-"));
    const { web, webEqual, webES256, machine } = peer;
    const settings = { port, claims, accessTokenAlg, opaqueApi: API.opaque, jwtApi: API.rs256, clients: [web, webEqual, webES256, machine] };
    const environment = { PATH: process.env.PATH, NODE_ENV: "production", PEER: JSON.stringify(settings) };
    const server = new URL("server.mjs", import.meta.url).pathname;
    peer.child = spawn(process.execPath, [server], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    peer.child.stderr.on("data", (chunk) => (said += chunk));
    await new Promise((ready, failed) => {
      peer.child.stdout.once("data", ready);
      peer.child.once("exit", () => failed(new Error(`the peer ended: ${said}`)));
    });
    return peer;
  }

  cpu() {
    return { server: cpuOf(this.child.pid), database: 0 };
  }

  memory(what) {
    return memoryOf(this.child.pid, what);
  }

  async end() {
    this.child.kill("SIGKILL");
    await rm(this.directory, { recursive: true, force: true });
  }
}
