// Foreign relying parties against the running server: each once with a client that it registers itself and once
// with one that was registered by hand. Each signs in through the hosted pages, verifies the ID token, calls
// userinfo, refreshes and signs out; one that registered also reads its registration and deletes it.
//   node tests/interop/run.mjs [name of a party]…
// SIGNET_BIN, SIGNET_CHROMIUM, PYTHON and OPENIDCONNECT are where scripts/interop.sh found or put things.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Browser } from "../e2e/support/browser.mjs";
import { request } from "../e2e/support/http.mjs";
import { ALICE } from "../e2e/support/people.mjs";
import { Signet } from "../e2e/support/signet.mjs";
import * as authlib from "./parties/authlib.mjs";
import * as mod_auth_openidc from "./parties/mod_auth_openidc.mjs";
import * as oauth4webapi from "./parties/oauth4webapi.mjs";
import * as oidc_client_ts from "./parties/oidc-client-ts.mjs";
import * as openid_client from "./parties/openid-client.mjs";
import * as openidconnect from "./parties/openidconnect.mjs";

const PARTIES = [openid_client, oauth4webapi, authlib, openidconnect, mod_auth_openidc, oidc_client_ts];
const STEPS = ["register", "read", "sign in", "ID token", "userinfo", "refresh", "log out", "told", "delete"];

/** One party's walk: what was done, and what a party may use. */
class Walk {
  done = [];
  browser = new Browser();
  person = ALICE;

  constructor(signet, tls, registering) {
    this.signet = signet;
    this.tls = tls;
    this.issuer = signet.issuer;
    this.registering = registering;
  }

  /** A step; the table has a column for each. */
  async step(name, act) {
    assert.ok(STEPS.includes(name), name);
    const before = Date.now();
    try {
      const value = await act();
      this.done.push({ name, millis: Date.now() - before });
      return value;
    } catch (error) {
      this.done.push({ name, error });
      throw error;
    }
  }

  /** The client: made by the command line, or by `register`, which answers with what the server said. */
  async client(metadata, register = (wanted) => this.post(wanted)) {
    if (!this.registering) return this.signet.createClient(metadata);
    const answer = await this.step("register", () => register(metadata));
    await this.read(answer);
    return answer;
  }

  /** RFC 7591 section 3.1, for parties that cannot do it themselves. */
  async post(metadata) {
    const discovered = await request("GET", `${this.issuer}/.well-known/openid-configuration`);
    const body = JSON.stringify(metadata);
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const answer = await request("POST", JSON.parse(discovered.text).registration_endpoint, { headers, body });
    assert.equal(answer.status, 201, answer.text);
    return JSON.parse(answer.text);
  }

  /** RFC 7592 section 2.1; none of the parties has a call for it. */
  async read(registered) {
    await this.step("read", async () => {
      const { status, text } = await this.manage("GET", registered);
      assert.equal(status, 200, text);
      assert.equal(JSON.parse(text).client_id, registered.client_id);
      assert.deepEqual(JSON.parse(text).redirect_uris, registered.redirect_uris);
    });
    this.registered = registered;
  }

  /** RFC 7592 section 2.3: 204, and nothing is left. */
  async end() {
    if (!this.registered) return;
    await this.step("delete", async () => {
      const { status, text } = await this.manage("DELETE", this.registered);
      assert.equal(status, 204, text);
      assert.equal((await this.manage("GET", this.registered)).status, 401);
    });
  }

  manage(method, registered, metadata) {
    const headers = { authorization: `Bearer ${registered.registration_access_token}` };
    const body = metadata && JSON.stringify(metadata);
    if (body) Object.assign(headers, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    return request(method, registered.registration_client_uri, { headers, body });
  }
}

/** For parties that need https: an authority of our own, and a certificate by it. */
async function certificate() {
  const directory = await mkdtemp(join(tmpdir(), "signet-interop-"));
  const at = (name) => join(directory, name);
  await writeFile(at("openssl.conf"), `
[req]
distinguished_name = name
prompt = no
[name]
CN = 127.0.0.1
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = keyCertSign
[server]
basicConstraints = critical, CA:FALSE
subjectAltName = IP:127.0.0.1
`);
  const request = (name, ...more) => execFileSync("openssl", [
    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
    "-config", at("openssl.conf"), "-keyout", at(`${name}.key`), "-out", at(`${name}.pem`), ...more,
  ], { stdio: ["ignore", "ignore", "pipe"] });
  request("ca", "-extensions", "authority", "-subj", "/CN=Interop authority");
  request("server", "-extensions", "server", "-CA", at("ca.pem"), "-CAkey", at("ca.key"));
  return { directory, authority: at("ca.pem"), cert: at("server.pem"), key: at("server.key") };
}

async function main(names) {
  const chosen = PARTIES.filter((party) => names.length === 0 || names.includes(party.name));
  assert.ok(chosen.length > 0, `the parties are ${PARTIES.map((party) => party.name).join(", ")}`);
  const tls = await certificate();
  const signet = await Signet.start({
    settings: {
      SIGNET__REGISTRATION__MODE: "open",
      // Back-channel logout tells a client on this machine, with a certificate by our own authority.
      SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.0/8",
      SIGNET__OUTBOUND__EXTRA_CA_FILES: tls.authority,
    },
  });
  const rows = [];
  try {
    await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
    for (const party of chosen) {
      const version = await party.version();
      for (const registering of [true, false]) {
        const walk = new Walk(signet, tls, registering);
        let failure;
        try {
          await party.walk(walk);
          await walk.end();
        } catch (error) {
          failure = error;
        }
        rows.push({ party: `${party.name} ${version}`, registering, walk, failure });
        console.log(`${failure ? "failed" : "passed"}  ${party.name}, ${registering ? "registers itself" : "registered by hand"}`);
        if (failure) console.log(String(failure.stack ?? failure).replace(/^/gm, "        "));
      }
    }
  } finally {
    await signet.stop();
    if (rows.some((row) => row.failure)) console.log(signet.output);
    await signet.remove();
    await rm(tls.directory, { recursive: true, force: true });
  }
  table(rows);
  return rows.some((row) => row.failure) ? 1 : 0;
}

function table(rows) {
  const wide = Math.max(...rows.map((row) => row.party.length));
  console.log(`\n${"".padEnd(wide)}  client       ${STEPS.join("  ")}`);
  for (const { party, registering, walk, failure } of rows) {
    const cells = STEPS.map((name) => {
      const of = walk.done.filter((step) => step.name === name);
      const mark = of.length === 0 ? (failure ? "?" : "-") : of.some((step) => step.error) ? "FAIL" : "ok";
      return mark.padEnd(name.length);
    });
    console.log(`${party.padEnd(wide)}  ${registering ? "dynamic" : "static "}      ${cells.join("  ")}`);
  }
  const bad = rows.filter((row) => row.failure).length;
  console.log(`\n${rows.length - bad} passed, ${bad} failed`);
}

process.exitCode = await main(process.argv.slice(2));
