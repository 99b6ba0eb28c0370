// Keycloak as the provider of a company above Signet: a realm with one person, made by its own API. People come by the
// forms of both, as they stand.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bearer, post, request } from "../../e2e/support/http.mjs";
import { freePort } from "../../e2e/support/signet.mjs";
import { TOOLS, source } from "../parties/common.mjs";
import { start } from "../parties/webapp.mjs";

export const name = "Keycloak";
export const needs = "java";
export const version = async () =>
  /<keycloak.version>([^<]+)</.exec(await readFile(source("keycloak/pom.xml"), "utf8"))[1];

const REALM = "staff";
const ADMIN = { username: "admin", password: randomBytes(16).toString("hex") };
const SECRET = randomBytes(24).toString("hex");

/** Whom the realm knows. */
export const PERSON = { username: "grace", password: "a password of the realm alone", name: "Grace Hopper", email: "grace@acme.test" };

/** Starts one whose client may send people back to `upstream`, and tells it where a logout is to be said. */
export async function begin(signet, upstream) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const home = join(TOOLS, "keycloak", `keycloak-${await version()}`);
  const environment = {
    KC_BOOTSTRAP_ADMIN_USERNAME: ADMIN.username,
    KC_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
    JAVA_OPTS_KC_HEAP: "-Xms64m -Xmx640m",
  };
  // Its script may have lost its mode in the archive; it starts a process of its own, so that both are ended.
  const command = ["bash", join(home, "bin", "kc.sh"), "start-dev", "--db=dev-mem", "--http-host=127.0.0.1", `--http-port=${port}`];
  const running = await start(url, command, environment, { ready: "/realms/master", patience: 240_000, cwd: home, group: true });
  try {
    await prepare(url, `${signet.issuer}/sign-in/upstream/${upstream}`);
  } catch (error) {
    await running.stop();
    error.stack += `\n--- what Keycloak said\n${running.output()}`;
    throw error;
  }
  const issuer = `${url}/realms/${REALM}`;
  const secret = await signet.file(`${upstream}.secret`, SECRET);
  return {
    ...running,
    creation: [
      "upstream", "create", upstream, "--label", "Staff", "--preset", "keycloak", "--issuer", issuer,
      "--client-id", "signet", "--client-secret-file", secret, "--domain", "acme.test",
    ],
    signIn: (browser, stop) => signIn(browser, stop),
    signOut: (browser) => signOut(browser, issuer),
  };
}

/** A realm, a client and a person. Who may do it is asked anew for each: a new realm has new rights. */
async function prepare(url, callback) {
  const make = async (path, body) => {
    const form = { grant_type: "password", client_id: "admin-cli", ...ADMIN };
    const answer = await post(`${url}/realms/master/protocol/openid-connect/token`, form);
    assert.equal(answer.status, 200, answer.text);
    const text = JSON.stringify(body);
    const headers = {
      ...bearer(JSON.parse(answer.text).access_token),
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    };
    const made = await request("POST", `${url}/admin/realms${path}`, { headers, body: text });
    assert.equal(made.status, 201, `${path}: ${made.status} ${made.text}`);
  };
  await make("", { realm: REALM, enabled: true, sslRequired: "none" });
  await make(`/${REALM}/clients`, {
    clientId: "signet",
    protocol: "openid-connect",
    enabled: true,
    publicClient: false,
    secret: SECRET,
    standardFlowEnabled: true,
    directAccessGrantsEnabled: false,
    frontchannelLogout: false,
    redirectUris: [`${callback}/callback`],
    attributes: {
      "pkce.code.challenge.method": "S256",
      "backchannel.logout.url": `${callback}/backchannel-logout`,
      "backchannel.logout.session.required": "true",
    },
  });
  const [firstName, lastName] = PERSON.name.split(" ");
  await make(`/${REALM}/users`, {
    username: PERSON.username,
    enabled: true,
    email: PERSON.email,
    emailVerified: true,
    firstName,
    lastName,
    credentials: [{ type: "password", value: PERSON.password, temporary: false }],
  });
}

/** Answers its page; asked afresh it knows the name already and asks for the password alone. */
async function signIn(browser, stop) {
  assert.ok(browser.formWith("kc-login"), `Keycloak's page, not ${browser.describe()}`);
  return browser.press("kc-login", { username: PERSON.username, password: PERSON.password }, stop);
}

/** Somebody signs out there, and nowhere else. */
async function signOut(browser, issuer) {
  await browser.open(`${issuer}/protocol/openid-connect/logout?client_id=signet`);
  assert.ok(browser.formWith("kc-logout"), `Keycloak asks first, not ${browser.describe()}`);
  await browser.press("kc-logout");
  assert.equal(browser.page.status, 200, browser.describe());
}
