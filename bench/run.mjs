// Measures the running binary: requests a second, server CPU a request, latency, memory; between the rounds the
// machine's own limits, so that the result is a ratio. Writes docs/performance.md. Called by scripts/bench.sh.
import { execFile, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Browser } from "../tests/e2e/support/browser.mjs";
import { basic, bearer, post, request } from "../tests/e2e/support/http.mjs";
import { ALICE, MACHINE, REDIRECT, WEB } from "../tests/e2e/support/people.mjs";
import { freePort, Signet } from "../tests/e2e/support/signet.mjs";

const run = promisify(execFile);
const ENGINE = process.env.BENCH_ENGINE ?? "sqlite";
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const CONNECTIONS = 16;
const LIMITS = process.env.BENCH_LIMITS;
const ONLY = process.argv.slice(2);
const VERIFIER = "v".repeat(43);
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const ticks = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ");
  return Number(fields[11]) + Number(fields[12]); // user and system, in hundredths of a second
};
const memory = (pid, what) => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;

/** Runs wrk with a plan; adds the server's CPU time for each request. */
async function wrk(origin, pid, plan) {
  const environment = { PATH: process.env.PATH };
  for (const [name, value] of Object.entries(plan)) if (value !== undefined) environment[`BENCH_${name.toUpperCase()}`] = value;
  const before = ticks(pid);
  const script = new URL("wrk.lua", import.meta.url).pathname;
  const { stdout } = await run("wrk", ["-t1", `-c${CONNECTIONS}`, `-d${SECONDS}s`, "-s", script, origin], { env: environment });
  const spent = ticks(pid) - before;
  const found = JSON.parse(stdout.trim().split("\n").pop());
  const each = plan.mode === "code" ? 2 : 1;
  const bad = found.refused + found.broken;
  if (bad > found.requests * 0.001) throw new Error(`${bad} of ${found.requests} requests failed\n${stdout}`);
  return {
    rate: found.requests / each / (found.micros / 1e6),
    cpu: (spent * 1e4 * each) / found.requests,
    p50: found.p50 / 1000,
    p99: found.p99 / 1000,
  };
}

/** Password sign-in by a browser that is new each time, a few at once. */
async function signIns(signet, client) {
  const pid = signet.child.pid;
  const url = authorizeUrl(signet, client, "openid");
  const times = [];
  const [before, began] = [ticks(pid), performance.now()];
  const until = began + SECONDS * 1000;
  await Promise.all(Array.from({ length: 4 }, async () => {
    while (performance.now() < until) {
      const at = performance.now();
      await new Browser().authorize(signet.issuer + url, REDIRECT, ALICE);
      times.push(performance.now() - at);
    }
  }));
  times.sort((a, b) => a - b);
  return {
    rate: times.length / ((performance.now() - began) / 1000),
    cpu: ((ticks(pid) - before) * 1e4) / times.length,
    p50: times[Math.floor(times.length * 0.5)],
    p99: times[Math.floor(times.length * 0.99)],
  };
}

const authorizeUrl = (signet, client, scope) =>
  `/authorize?${new URLSearchParams({
    client_id: client.client_id,
    response_type: "code",
    redirect_uri: REDIRECT,
    scope,
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
  })}`;

/** Resource servers have no command yet: rows, written while the server is down. */
async function addResourceServers(signet, list) {
  const now = Math.floor(Date.now() / 1000);
  const statements = list.map(({ audience, format, algorithm }) =>
    `INSERT INTO resource_servers (id, issuer_id, audience, name, scopes, token_format, signing_alg, token_lifetime, created_at, updated_at)
     SELECT 'rsv_${randomBytes(13).toString("hex").toUpperCase()}', id, '${audience}', '${audience}', '[]', '${format}', '${algorithm}', 3600, ${now}, ${now} FROM issuers;`).join("\n");
  if (ENGINE === "postgres") {
    await run("psql", ["-q", "-d", signet.environment.SIGNET__DATABASE__URL, "-c", statements]);
  } else {
    const program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.commit()";
    await run("python3", ["-c", program, join(signet.directory, "signet.db"), statements]);
  }
}

async function tokens(signet, client, count) {
  const browser = new Browser();
  const authentication = basic(client.client_id, client.client_secret);
  const got = [];
  const url = signet.issuer + authorizeUrl(signet, client, "openid profile email");
  for (let one = 0; one < count; one += 1) {
    const back = await browser.authorize(url, REDIRECT, ALICE);
    const fields = { grant_type: "authorization_code", code: back.searchParams.get("code"), redirect_uri: REDIRECT, code_verifier: VERIFIER };
    const answer = await post(`${signet.issuer}/token`, fields, authentication);
    if (answer.status !== 200) throw new Error(answer.text);
    got.push(JSON.parse(answer.text));
  }
  return { browser, got };
}

const signet = await Signet.prepare({ engine: ENGINE });
const limits = spawn(LIMITS, ["serve", String(await freePort())], { stdio: "inherit" });
const results = new Map();
const bounds = [];
const sizes = {};
try {
  const { path: bare } = await bareRoute();
  await signet.serve();
  await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
  const web = await signet.createClient(WEB);
  const still = await signet.createClient({ ...WEB, client_name: "No rotation", rotate_refresh_tokens: false });
  const allowed_resources = ["rs256", "es256", "opaque"].map((name) => `https://${name}.example.test`);
  const machine = await signet.createClient({ ...MACHINE, allowed_resources });
  await signet.stop();
  await addResourceServers(signet, [
    { audience: "https://rs256.example.test", format: "jwt", algorithm: "RS256" },
    { audience: "https://es256.example.test", format: "jwt", algorithm: "ES256" },
    { audience: "https://opaque.example.test", format: "opaque", algorithm: "RS256" },
  ]);
  const from = performance.now();
  await signet.serve();
  sizes.start = performance.now() - from;
  sizes.idle = memory(signet.child.pid, "VmRSS");

  const { browser, got } = await tokens(signet, web, 64);
  const fixedToken = (await tokens(signet, still, 1)).got[0].refresh_token;
  const pool = got.map((one) => one.refresh_token);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const opaque = await clientCredentials(signet, machine, "https://opaque.example.test");
  const authentication = (client) => basic(client.client_id, client.client_secret).authorization;
  const credentials = (name) => ({
    mode: "fixed",
    path: "/token",
    authorization: authentication(machine),
    body: new URLSearchParams({ grant_type: "client_credentials", resource: `https://${name}.example.test` }).toString(),
  });
  const introspect = (token) => ({
    mode: "fixed", path: "/introspect", authorization: authentication(machine), body: new URLSearchParams({ token }).toString(),
  });
  // What an answer is made of; names as `limits once` prints them, `route` from the bare axum route.
  const plans = {
    discovery: [{ mode: "fixed", path: "/.well-known/openid-configuration" }, { route: 1 }],
    jwks: [{ mode: "fixed", path: "/jwks" }, { route: 1 }],
    "client_credentials RS256": [credentials("rs256"), { route: 1, rs256_sign: 1 }],
    "client_credentials ES256": [credentials("es256"), { route: 1, es256_sign: 1 }],
    "client_credentials opaque": [credentials("opaque"), { route: 1, commit_share_of_16: 1 }],
    "code flow, session exists": [
      {
        mode: "code", path: "/token", cookie, authorization: authentication(web),
        authorize: authorizeUrl(signet, web, "openid profile email"),
        body: new URLSearchParams({ grant_type: "authorization_code", redirect_uri: REDIRECT, code_verifier: VERIFIER }).toString(),
      },
      // Two requests, ID token and access token; session, consent, grant, code, user read; grant, code, spent, family written.
      { route: 2, rs256_sign: 2, read: 5, commit_share_of_16: 4 },
    ],
    "refresh, rotating": [
      { mode: "refresh", path: "/token", authorization: authentication(web), body: "grant_type=refresh_token", pool },
      { route: 1, rs256_sign: 2, read: 3, commit_share_of_16: 1 },
    ],
    "refresh, no rotation": [
      {
        mode: "fixed", path: "/token", authorization: authentication(still),
        body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: fixedToken }).toString(),
      },
      { route: 1, rs256_sign: 2, read: 3 },
    ],
    userinfo: [{ mode: "fixed", path: "/userinfo", authorization: bearer(got[0].access_token).authorization }, { route: 1, rs256_verify: 1, read: 2 }],
    "introspection, opaque": [introspect(opaque), { route: 1, read: 2 }],
    "password sign-in": ["sign-in", { argon2id: 1, route: 4, commit_share_of_16: 5, read: 6 }],
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const parts = JSON.parse((await run(LIMITS, ["once"])).stdout);
    parts.route = (await wrk(bare, limits.pid, { mode: "fixed", path: "/" })).cpu;
    bounds.push(parts);
    for (const [name, [plan, sum]] of Object.entries(plans)) {
      if (ONLY.length && !ONLY.some((word) => name.includes(word))) continue;
      const { pool: seed, ...rest } = plan;
      if (seed) {
        rest.tokens = await signet.file("tokens.txt", (round === 0 ? seed : await freshPool(signet, web)).join("\n"));
      }
      const found = plan === "sign-in" ? await signIns(signet, web) : await wrk(signet.issuer, signet.child.pid, rest);
      found.limit = Object.entries(sum).reduce((total, [part, times]) => total + parts[part] * times, 0);
      results.set(name, [...(results.get(name) ?? []), found]);
      console.log(`${name}: ${found.rate.toFixed(0)}/s, ${found.cpu.toFixed(1)} µs CPU, limit ${found.limit.toFixed(1)} µs`);
    }
  }
  sizes.loaded = memory(signet.child.pid, "VmRSS");
  sizes.peak = memory(signet.child.pid, "VmHWM");
  writeFileSync(new URL(`../docs/performance${ENGINE === "sqlite" ? "" : `-${ENGINE}`}.md`, import.meta.url), report());
} finally {
  limits.kill("SIGKILL");
  await signet.kill();
  await signet.remove();
}

async function freshPool(signet, web) {
  return (await tokens(signet, web, 64)).got.map((one) => one.refresh_token);
}

async function bareRoute() {
  const path = `http://127.0.0.1:${limits.spawnargs[2]}`;
  for (let tries = 0; tries < 200; tries += 1) {
    if (await request("GET", `${path}/`).catch(() => null)) return { path };
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error("the bare route does not answer");
}

async function clientCredentials(signet, machine, resource) {
  const answer = await post(`${signet.issuer}/token`, { grant_type: "client_credentials", resource }, basic(machine.client_id, machine.client_secret));
  if (answer.status !== 200) throw new Error(`client_credentials for ${resource}: ${answer.status} ${answer.text}`);
  return JSON.parse(answer.text).access_token;
}

function report() {
  const number = (value, digits = 0) => value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const rows = [...results].map(([name, list]) => {
    const of = (what) => median(list.map((one) => one[what]));
    const share = (100 * of("limit")) / of("cpu");
    return `| ${name} | ${number(of("rate"))} | ${of("p50").toFixed(1)} | ${of("p99").toFixed(1)} | ${of("cpu").toFixed(1)} | ${of("limit").toFixed(1)} | ${share.toFixed(0)} % |`;
  });
  const parts = Object.keys(bounds[0]).map((name) => `| ${name} | ${number(median(bounds.map((one) => one[name])), 1)} |`);
  return `# Performance

Made by \`${ENGINE === "sqlite" ? "" : `BENCH_ENGINE=${ENGINE} `}make bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0].model.trim()}), ${ENGINE}, release build, ${ROUNDS} rounds of ${SECONDS} s, medians.
The driver (one wrk thread, ${CONNECTIONS} connections) runs beside the server on the same cores, so requests a second are what both together reach; CPU is the server's alone. The limit is the sum of the parts below, measured between the rounds of the same run; the last column is limit / CPU.

| endpoint | requests/s | p50 ms | p99 ms | CPU µs | limit µs | of the limit |
|---|---|---|---|---|---|---|
${rows.join("\n")}

A code flow is two requests (\`/authorize\` with a session, \`/token\`) and counts as one; a password sign-in is the whole walk of a browser that is new each time.

Memory: ${sizes.idle.toFixed(0)} MB idle, ${sizes.loaded.toFixed(0)} MB after the load, ${sizes.peak.toFixed(0)} MB at most. Start to first served request: ${sizes.start.toFixed(0)} ms.

## The machine's own limits
CPU microseconds each; \`_per_second\` is the disk's rate with one writer.

| part | |
|---|---|
${parts.join("\n")}

\`route\` is a bare axum route of 1,500 bytes under the same driver; \`commit_share_of_16\` one row of sixteen in one durable SQLite commit; \`read\` one row by primary key.
`;
}
