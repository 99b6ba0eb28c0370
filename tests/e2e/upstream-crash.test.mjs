// kill -9 while somebody comes back from another provider to a new account. Afterwards account, identity and session are
// all there or none of them is, and the person gets in when they begin anew.
//   UPSTREAM_ROUNDS=8    how often each engine is killed
//   UPSTREAM_SEED=n      repeats the moments of a run
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, generateKeyPairSync, randomBytes, randomInt, sign } from "node:crypto";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { Browser } from "./support/browser.mjs";
import { ENGINES } from "./support/people.mjs";
import { seeded } from "./support/seeded.mjs";
import { Signet } from "./support/signet.mjs";

const ROUNDS = Number(process.env.UPSTREAM_ROUNDS ?? 8);
const SEED = Number(process.env.UPSTREAM_SEED ?? randomInt(2 ** 31));
const SETTINGS = { SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.0/8", SIGNET__SIGN_UP__MODE: "open" };
const run = promisify(execFile);

/** A provider without pages: whoever is sent there has agreed. */
class Upstream {
  static async start() {
    const upstream = new Upstream();
    upstream.codes = new Map();
    upstream.keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
    upstream.server = createServer((request, response) => {
      const chunks = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => upstream.#answer(request, response, Buffer.concat(chunks).toString()));
    });
    await new Promise((done) => upstream.server.listen(0, "127.0.0.1", done));
    upstream.issuer = `http://127.0.0.1:${upstream.server.address().port}`;
    return upstream;
  }

  /** The address that somebody who was sent here comes back to. */
  agree(sent, sub) {
    const asked = Object.fromEntries(sent.searchParams);
    const code = randomBytes(8).toString("hex");
    this.codes.set(code, { ...asked, sub });
    return `${asked.redirect_uri}?${new URLSearchParams({ code, state: asked.state })}`;
  }

  #answer(request, response, body) {
    const path = new URL(request.url, this.issuer).pathname;
    const at = (end) => `${this.issuer}${end}`;
    let told = { error: "not_found" };
    if (path === "/.well-known/openid-configuration") {
      told = { issuer: this.issuer, authorization_endpoint: at("/authorize"), token_endpoint: at("/token"), jwks_uri: at("/jwks") };
    } else if (path === "/jwks") {
      told = { keys: [{ ...this.keys.publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "ES256" }] };
    } else if (path === "/token") {
      told = this.#tokens(new URLSearchParams(body));
    }
    response.writeHead(told.error ? 400 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(told));
  }

  #tokens(form) {
    const asked = this.codes.get(form.get("code"));
    this.codes.delete(form.get("code"));
    const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
    if (!asked || asked.code_challenge !== challenge) return { error: "invalid_grant" };
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer, aud: asked.client_id, sub: asked.sub, iat: now, exp: now + 300, auth_time: now, nonce: asked.nonce,
      name: "Somebody New", email: `${asked.sub}@acme.test`, email_verified: true,
    };
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const input = `${part({ alg: "ES256", kid: "one", typ: "JWT" })}.${part(claims)}`;
    const signature = sign("sha256", Buffer.from(input), { key: this.keys.privateKey, dsaEncoding: "ieee-p1363" });
    return { access_token: randomBytes(8).toString("hex"), token_type: "Bearer", expires_in: 300, id_token: `${input}.${signature.toString("base64url")}` };
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** How many accounts, identities and sessions there are of somebody. */
async function whatIsThere(signet, sub) {
  const sql = `SELECT (SELECT COUNT(*) FROM users WHERE email_key = '${sub}@acme.test'), \
    (SELECT COUNT(*) FROM identities WHERE sub = '${sub}'), \
    (SELECT COUNT(*) FROM session_upstreams s JOIN identities i ON i.id = s.identity_id WHERE i.sub = '${sub}')`;
  if (signet.engine === "sqlite") {
    const script = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone())";
    const { stdout } = await run("python3", ["-c", script, join(signet.directory, "signet.db"), sql]);
    return stdout.trim();
  }
  const { stdout } = await run("psql", ["-q", "-A", "-t", "-F", " ", "-d", signet.environment.SIGNET__DATABASE__URL, "-c", sql]);
  return stdout.trim();
}

/** Leaves for the provider; answers with the address to come back to. */
async function leave(signet, upstream, browser, sub) {
  await browser.open(`${signet.issuer}/login`);
  const sent = await browser.press("upstream-acme", {}, `${upstream.issuer}/authorize`);
  assert.ok(sent, browser.describe());
  return upstream.agree(sent, sub);
}

async function comeIn(signet, upstream, sub) {
  const browser = new Browser();
  const back = await leave(signet, upstream, browser, sub);
  const began = performance.now();
  await browser.open(back);
  assert.equal(browser.location.pathname, "/account", browser.describe());
  return performance.now() - began;
}

for (const engine of ENGINES) {
  test(`${engine}, seed ${SEED}: no half account after kill -9`, async (t) => {
    const upstream = await Upstream.start();
    const signet = await Signet.start({ engine, settings: SETTINGS });
    try {
      const secret = await signet.file("acme.secret", "a secret between two");
      await signet.cli(
        "upstream", "create", "acme", "--label", "ACME", "--issuer", upstream.issuer, "--client-id", "signet",
        "--client-secret-file", secret, "--domain", "acme.test",
      );
      // The server that runs sees it within a second.
      await signet.stop();
      await signet.serve();
      let usual = 0;
      for (let warm = 0; warm < 3; warm += 1) usual = await comeIn(signet, upstream, `warm${warm}`);
      const random = seeded(SEED);
      const seen = { whole: 0, none: 0 };
      for (let number = 0; number < ROUNDS; number += 1) {
        const sub = `new${number}`;
        const browser = new Browser();
        const back = await leave(signet, upstream, browser, sub);
        const coming = browser.open(back).catch(() => null);
        // A random moment of the way back, not a wait for something to happen.
        await new Promise((done) => setTimeout(done, usual * 1.3 * random()));
        assert.equal(await signet.kill(), "SIGKILL");
        await coming;
        await signet.serve();
        const there = await whatIsThere(signet, sub);
        assert.match(there, /^(0 0 0|1 1 1)$/, `round ${number}: accounts, identities and sessions`);
        seen[there === "1 1 1" ? "whole" : "none"] += 1;
        await comeIn(signet, upstream, sub);
        assert.match(await whatIsThere(signet, sub), /^1 1 [12]$/, `round ${number}, begun anew`);
      }
      t.diagnostic(`${engine}: ${ROUNDS} kills, ${seen.whole} accounts whole, ${seen.none} not begun, none by halves`);
    } finally {
      await signet.remove();
      await upstream.stop();
    }
  });
}
