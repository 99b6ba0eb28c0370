// Foreign relying parties against the running server, those that can once with a client that they register themselves
// and once with one that was made by hand. Each signs in through the hosted pages, verifies the ID token, calls
// userinfo, refreshes and signs out; one that registered also reads its registration and deletes it. Then foreign
// providers above a server of their own, by which people sign in at it.
//   node tests/interop/run.mjs [name of a party or provider]…
// SIGNET_BIN, SIGNET_CHROMIUM, PYTHON, OPENIDCONNECT and INTEROP_TOOLS are where scripts/interop.sh found or put
// things, INTEROP_MISSING what it did not find.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ALICE } from "../e2e/support/people.mjs";
import { Signet } from "../e2e/support/signet.mjs";
import { APPS } from "./parties/apps.mjs";
import * as authlib from "./parties/authlib.mjs";
import * as mod_auth_openidc from "./parties/mod_auth_openidc.mjs";
import * as oauth4webapi from "./parties/oauth4webapi.mjs";
import * as oidc_client_ts from "./parties/oidc-client-ts.mjs";
import * as openid_client from "./parties/openid-client.mjs";
import * as openidconnect from "./parties/openidconnect.mjs";
import * as keycloak from "./providers/keycloak.mjs";
import { ProviderWalk } from "./providers/walk.mjs";
import { print, write } from "./report.mjs";
import { Walk } from "./walk.mjs";

const PARTIES = [openid_client, oauth4webapi, authlib, openidconnect, mod_auth_openidc, oidc_client_ts, ...APPS];
/** By which people sign in at Signet. */
const PROVIDERS = [keycloak];
/** How a party comes by its client: `registers` is "both" when left out. */
const HOW = { both: [true, false], only: [true], never: [false] };
/** Toolchains that are not here. */
const MISSING = (process.env.INTEROP_MISSING ?? "").split(" ").filter(Boolean);

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
  const among = (all) => all.filter((one) => names.length === 0 || names.includes(one.name));
  const [chosen, above] = [among(PARTIES), among(PROVIDERS)];
  const known = [...PARTIES, ...PROVIDERS].map((one) => one.name).join(", ");
  assert.ok(chosen.length + above.length > 0, `the parties and providers are ${known}`);
  const skipped = [];
  const rows = chosen.length > 0 ? await parties(chosen, skipped) : [];
  const providers = await below(above, skipped);
  print(rows, providers, skipped);
  if (names.length === 0 && skipped.length === 0) await write(new URL("../../docs/interop.md", import.meta.url), rows, providers);
  return [...rows, ...providers].some((row) => row.failure) ? 1 : 0;
}

/** Walks relying parties through one server; a row for each walk. */
async function parties(chosen, skipped) {
  const tls = await certificate();
  const signet = await Signet.start({
    settings: {
      SIGNET__REGISTRATION__MODE: "open",
      // mod_auth_openidc registers for response types of the implicit flow besides the code flow that it uses.
      SIGNET__REGISTRATION__GRANT_TYPES: "authorization_code,implicit,refresh_token",
      // Back-channel logout tells a client on this machine, with a certificate by our own authority.
      SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.0/8",
      SIGNET__OUTBOUND__EXTRA_CA_FILES: tls.authority,
    },
  });
  const rows = [];
  try {
    await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
    for (const party of chosen) {
      if (isMissing(party, skipped)) continue;
      const version = await party.version();
      for (const registering of HOW[party.registers ?? "both"]) {
        rows.push({ party: `${party.name} ${version}`, registering, ...(await take(party, new Walk(signet, tls, registering))) });
      }
    }
  } finally {
    await signet.stop();
    if (rows.some((row) => row.failure)) console.log(signet.output);
    await signet.remove();
    await rm(tls.directory, { recursive: true, force: true });
  }
  return rows;
}

/** Walks people through providers, each above a server of its own that makes accounts for whoever comes. */
async function below(above, skipped) {
  const rows = [];
  for (const provider of above) {
    if (isMissing(provider, skipped)) continue;
    const signet = await Signet.start({
      settings: { SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.0/8", SIGNET__SIGN_UP__MODE: "open" },
    });
    try {
      const walk = new ProviderWalk(signet, provider);
      const failure = await outcome(`${provider.name}, above Signet`, () => walk.run());
      rows.push({ provider: `${provider.name} ${await provider.version()}`, walk, failure });
    } finally {
      await signet.stop();
      if (rows.at(-1)?.failure) console.log(signet.output);
      await signet.remove();
    }
  }
  return rows;
}

/** Whether its toolchain is not here, which is said. */
function isMissing({ name, needs }, skipped) {
  if (!MISSING.includes(needs)) return false;
  skipped.push({ party: name, reason: `there is no ${needs} on this machine` });
  return true;
}

/** One walk, and what it failed with. */
async function take(party, walk) {
  const failure = await outcome(`${party.name}, ${walk.registering ? "registers itself" : "by hand"}`, async () => {
    await party.walk(walk);
    await walk.end();
  });
  return { walk, failure };
}

/** What a walk failed with, if it did; told at once. */
async function outcome(what, walk) {
  let failure;
  try {
    await walk();
  } catch (error) {
    failure = error;
  }
  console.log(`${failure ? "failed" : "passed"}  ${what}`);
  if (failure) console.log(String(failure.stack ?? failure).replace(/^/gm, "        "));
  return failure;
}

process.exitCode = await main(process.argv.slice(2));
