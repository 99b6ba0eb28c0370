// `signet conformance` against Signet: nothing fails, nothing warns, and what is skipped is known.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { AFTER_LOGOUT, ALICE, ENGINES, REDIRECT, WEB } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";
import { overTls } from "./support/tls.mjs";

/** Strangers get the code flow alone unless an operator opens more, and the checks ask for everything. */
const EVERY_GRANT = { SIGNET__REGISTRATION__GRANT_TYPES: "authorization_code,implicit,refresh_token" };
/** What cannot be tried over http on loopback. */
const WITHOUT_TLS = ["discovery/issuer-https", "discovery/endpoints-https"];

/** Runs the command beside the server; answers with its exit code and its report. */
async function checked(signet, ...args) {
  const report = join(signet.directory, "report.json");
  const binary = process.env.SIGNET_BIN ?? "target/debug/signet";
  const all = ["conformance", signet.issuer, "--report", report, ...args];
  const { code, output } = await new Promise((done) =>
    execFile(binary, all, { env: { PATH: process.env.PATH } }, (error, stdout, stderr) =>
      done({ code: error ? error.code : 0, output: `${stdout}\n${stderr}` })),
  );
  return { code, output, ...JSON.parse(await readFile(report, "utf8")) };
}

function named(report, outcome) {
  return report.groups.flatMap((group) => group.checks).filter((one) => one.outcome === outcome).map((one) => one.name);
}

/** Exit code 0, and exactly these checks were not tried. */
function passedBut(report, skipped) {
  assert.deepEqual([...named(report, "failed"), ...named(report, "warning")], [], report.output);
  assert.equal(report.code, 0, report.output);
  assert.deepEqual(named(report, "skipped").sort(), [...skipped].sort());
  const total = report.groups.flatMap((group) => group.checks).length;
  assert.deepEqual(report.counts, { passed: total - skipped.length, warning: 0, failed: 0, skipped: skipped.length });
  assert.ok(!JSON.stringify(report).includes(ALICE.password));
}

async function withSignet(options, work) {
  const signet = await Signet.prepare(options);
  try {
    if (options.tls) await overTls(signet);
    await signet.serve();
    await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
    const password = await signet.file("password.txt", ALICE.password);
    await work(signet, ["--username", ALICE.username, "--password-file", password]);
  } finally {
    await signet.stop();
    await signet.remove();
  }
}

for (const engine of ENGINES) {
  describe(`signet conformance on ${engine}`, () => {
    test("with clients that it registers, by an initial access token", async () => {
      await withSignet({ engine, settings: { SIGNET__REGISTRATION__MODE: "token", ...EVERY_GRANT } }, async (signet, person) => {
        const { initial_access_token: token } = await signet.json("client", "token", "create");
        const file = await signet.file("token.txt", token);
        const report = await checked(signet, "--register", "--initial-access-token-file", file, ...person);
        passedBut(report, [...WITHOUT_TLS, "session/scope-unknown"]);
        const left = await signet.json("client", "list");
        assert.deepEqual(left.map((one) => one.client_name), [], "the clients of the run are gone");
      });
    });

    test("with a client made by hand", async () => {
      await withSignet({ engine }, async (signet, person) => {
        const client = await signet.createClient({ ...WEB, require_pkce: false });
        const secret = await signet.file("secret.txt", client.client_secret);
        const flags = ["--client-id", client.client_id, "--client-secret-file", secret, "--redirect-uri", REDIRECT];
        const report = await checked(signet, ...flags, "--post-logout-redirect-uri", AFTER_LOGOUT, ...person);
        passedBut(report, [
          ...WITHOUT_TLS,
          ...named(report, "skipped").filter((name) => name.startsWith("registration/")),
          "discovery/response-types-of-dynamic-providers",
          "code/client-wrong",
          "tokens/refresh-by-another-client",
          "logout/hint-of-another-client",
          "response-types/id-token",
          "response-types/id-token-token",
          "response-types/code-id-token",
          "response-types/code-token",
          "response-types/code-id-token-token",
          "response-types/none",
          "response-types/id-token-in-a-form",
        ]);
      });
    });
  });
}

test("over TLS, with a certificate that is trusted only when it is named", async () => {
  await withSignet({ tls: true, settings: { SIGNET__REGISTRATION__MODE: "open", ...EVERY_GRANT } }, async (signet, person) => {
    const stranger = await checked(signet);
    assert.equal(stranger.code, 1, stranger.output);
    assert.deepEqual(named(stranger, "failed"), ["discovery/reachable"]);
    assert.match(stranger.output, /certificate/i);
    assert.equal((await checked(signet, "--insecure-skip-verify", "--only", "discovery,jwks")).code, 0);
    const report = await checked(signet, "--ca-file", join(signet.directory, "certificate.pem"), "--register", ...person);
    passedBut(report, ["registration/initial-access-token", "session/scope-unknown"]);
  });
});
