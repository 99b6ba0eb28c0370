// Runs a command beside a fresh Signet: node with-signet.mjs ENGINE COMMAND…
// What it made stands in SIGNET_E2E, as JSON.
import { spawn } from "node:child_process";
import { AFTER_LOGOUT, ALICE, MACHINE, REDIRECT, WEB } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

/** People who set up what they sign in with, each for a test of its own. */
async function crowd(names) {
  const people = {};
  for (const name of names) {
    people[name] = { username: `${name}.holder`, password: "another correct horse battery" };
    await signet.createUser(people[name].username, people[name].password);
  }
  return people;
}

const [engine, command, ...args] = process.argv.slice(2);
const signet = await Signet.prepare({ engine });
// Authenticators make no passkeys for an address of digits.
signet.moveTo("localhost");
let status = 1;
try {
  await signet.enable("ethereum");
  await signet.serve();
  await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
  const facts = {
    engine,
    issuer: signet.issuer,
    redirect_uri: REDIRECT,
    after_logout: AFTER_LOGOUT,
    person: ALICE,
    people: await crowd(["key", "two", "soft", "app", "wallet"]),
    web: await signet.createClient(WEB),
    post: await signet.createClient({ ...WEB, client_name: "Post", token_endpoint_auth_method: "client_secret_post" }),
    spa: await signet.createClient({ ...WEB, client_name: "Spa", token_endpoint_auth_method: "none" }),
    machine: await signet.createClient(MACHINE),
  };
  const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, SIGNET_E2E: JSON.stringify(facts) } });
  status = await new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => done(code ?? 1));
  });
} finally {
  await signet.stop();
  await signet.remove();
}
if (status !== 0) console.error(signet.output);
process.exit(status);
