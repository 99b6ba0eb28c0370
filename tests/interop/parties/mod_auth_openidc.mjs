// Debian's mod_auth_openidc in an Apache of our own on a loopback port; it registers itself. That asks for the implicit
// grant as well, so its address has to be https (OIDC Registration section 2).
import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { request } from "../../e2e/support/http.mjs";
import { freePort } from "../../e2e/support/signet.mjs";
import { SCOPE } from "./common.mjs";

export const name = "mod_auth_openidc";
const MODULES = "/usr/lib/apache2/modules";
const APACHE = "/usr/sbin/apache2";

export async function version() {
  const args = ["-W", "-f", "${Version}", "libapache2-mod-auth-openidc"];
  return (await promisify(execFile)("dpkg-query", args)).stdout;
}

/** A server with one page for everybody and one behind the module; `provider` says where its client comes from. */
async function apache(port, tls, provider) {
  const directory = await mkdtemp(join(tmpdir(), "signet-apache-"));
  const app = `https://127.0.0.1:${port}`;
  for (const folder of ["site/private", "metadata", "cache"]) await mkdir(join(directory, folder), { recursive: true });
  await writeFile(join(directory, "site/index.html"), "<!doctype html><title>Outside</title><h1>Outside</h1>");
  await writeFile(join(directory, "site/private/index.html"), "<!doctype html><title>Inside</title><h1>Inside</h1>");
  const root = process.getuid() === 0;
  const lines = await provider(directory);
  await writeFile(join(directory, "httpd.conf"), `
    ServerRoot ${directory}
    ServerName 127.0.0.1
    Listen 127.0.0.1:${port}
    PidFile ${directory}/pid
    DefaultRuntimeDir ${directory}
    ErrorLog ${directory}/error.log
    LogLevel warn auth_openidc:info
    ${root ? "User www-data\n    Group www-data" : ""}
    ${["mpm_event", "authn_core", "authz_core", "authz_user", "dir", "mime", "socache_shmcb", "ssl", "auth_openidc"]
      .map((one) => `LoadModule ${one}_module ${MODULES}/mod_${one}.so`).join("\n    ")}
    SSLEngine on
    SSLCertificateFile ${tls.cert}
    SSLCertificateKeyFile ${tls.key}
    TypesConfig /etc/mime.types
    DocumentRoot ${directory}/site
    DirectoryIndex index.html
    OIDCRedirectURI ${app}/private/redirect_uri
    OIDCDefaultURL ${app}/private/
    OIDCDefaultLoggedOutURL ${app}/
    OIDCCryptoPassphrase ${randomBytes(32).toString("hex")}
    OIDCScope "${SCOPE}"
    OIDCPKCEMethod S256
    OIDCClientName Apache
    OIDCRemoteUserClaim preferred_username
    OIDCInfoHook iat access_token id_token userinfo refresh_token remote_user
    OIDCCacheType file
    OIDCCacheDir ${directory}/cache
    ${lines.join("\n    ")}
    <Directory />
      Require all denied
    </Directory>
    <Directory ${directory}/site>
      Require all granted
    </Directory>
    <Location /private>
      AuthType openid-connect
      Require valid-user
    </Location>
  `);
  if (root) execFileSync("chown", ["-R", "www-data:", directory]);
  await chmod(directory, 0o755);
  const child = spawn(APACHE, ["-f", join(directory, "httpd.conf"), "-DFOREGROUND"], { stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  child.stderr.on("data", (chunk) => (output += chunk));
  const log = async () => output + (await readFile(join(directory, "error.log"), "utf8").catch(() => ""));
  const remove = async () => {
    const gone = new Promise((done) => (child.exitCode === null ? child.once("exit", done) : done()));
    child.kill("SIGTERM");
    await gone;
    await rm(directory, { recursive: true, force: true });
  };
  for (const until = Date.now() + 10_000; ; ) {
    if ((await request("GET", `${app}/`).catch(() => null))?.status === 200) break;
    if (Date.now() > until || child.exitCode !== null) {
      const said = await log();
      await remove();
      throw new Error(`Apache did not start\n${said}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return { app, directory, log, remove };
}

/** The page of a front-channel logout: shows its frames, among them the module's, and goes where its button points. */
async function goOn(browser) {
  const { html } = browser.page;
  const address = (tag) => new URL(/(?:src|href)="([^"]*)"/.exec(tag)[1].replaceAll("&amp;", "&"), browser.location).href;
  const frames = html.match(/<iframe\b[^>]*>/g) ?? [];
  assert.ok(frames.length > 0, "a frame for the module, which registered frontchannel_logout_uri");
  for (const frame of frames.map(address)) {
    await browser.open(frame);
    assert.equal(browser.page.status, 200, browser.describe());
  }
  await browser.open(address(/<a\b[^>]*id="logout-continue"[^>]*>/.exec(html)[0]));
}

/** Answers what Signet asks until the app shows a page. */
async function answer(browser, person) {
  for (let pages = 0; pages < 4; pages += 1) {
    if (browser.formWith("login-submit")) {
      await browser.press("login-submit", { username: person.username, password: person.password });
    } else if (browser.formWith("consent-allow")) {
      await browser.press("consent-allow");
    } else if (browser.formWith("logout-confirm")) {
      await browser.press("logout-confirm");
    } else if (/id="logout-continue"/.test(browser.page.html)) {
      await goOn(browser);
    } else {
      break;
    }
  }
}

/** Where the module keeps what registration answered. */
async function registration(directory) {
  const file = (await readdir(join(directory, "metadata"))).find((one) => one.endsWith(".client"));
  assert.ok(file, "the module registered");
  return JSON.parse(await readFile(join(directory, "metadata", file), "utf8"));
}

/** What the module knows of the person, by its own account. */
async function told(browser, app) {
  await browser.open(`${app}/private/redirect_uri?info=json`);
  assert.equal(browser.page.status, 200, browser.describe());
  return JSON.parse(browser.page.html);
}

export async function walk(party) {
  const port = await freePort();
  const app = `https://127.0.0.1:${port}`;
  let provider = async (directory) => {
    // It reads a provider's metadata from a file named after the issuer, and writes the client's beside it.
    const discovered = await request("GET", `${party.issuer}/.well-known/openid-configuration`);
    const file = `${encodeURIComponent(new URL(party.issuer).host)}.provider`;
    await writeFile(join(directory, "metadata", file), discovered.text);
    return [`OIDCMetadataDir ${directory}/metadata`];
  };
  if (!party.registering) {
    const { client_id, client_secret } = await party.recipe("mod-auth-openidc", app);
    provider = () => [
      `OIDCProviderMetadataURL ${party.issuer}/.well-known/openid-configuration`,
      `OIDCClientID ${client_id}`,
      `OIDCClientSecret ${client_secret}`,
    ];
  }
  const server = await apache(port, party.tls, provider);
  try {
    await visit(party, server);
  } catch (error) {
    error.stack += `\n${await server.log()}`;
    throw error;
  } finally {
    await server.remove();
  }
}

async function visit(party, { app, directory }) {
  const { browser, person } = party;
  const redirect = `${app}/private/redirect_uri`;
  let enter = `${app}/private/`;
  if (party.registering) {
    // OIDC Core section 4: a sign-in that a third party begins. The module has no client there yet, so it makes one.
    enter = `${redirect}?${new URLSearchParams({ iss: party.issuer, target_link_uri: enter })}`;
    const registered = await party.step("register", async () => {
      await browser.open(enter);
      assert.ok(browser.formWith("login-submit"), browser.describe());
      return registration(directory);
    });
    await party.read(registered);
  } else {
    await browser.open(enter);
  }
  await party.step("sign in", async () => {
    await answer(browser, person);
    assert.match(browser.page.html, /<h1>Inside<\/h1>/, browser.describe());
  });
  const first = await told(browser, app);
  await party.step("ID token", async () => assert.equal(first.id_token.iss, party.issuer));
  await party.step("userinfo", async () => assert.equal(first.userinfo.name, person.claims.name));
  await party.step("refresh", async () => {
    const query = new URLSearchParams({ refresh: `${app}/`, access_token: first.access_token });
    await browser.open(`${redirect}?${query}`);
    assert.equal(browser.location.href, `${app}/`, "no error code was added");
    const second = await told(browser, app);
    assert.notEqual(second.access_token, first.access_token);
  });
  await party.step("log out", async () => {
    await browser.open(`${redirect}?${new URLSearchParams({ logout: `${app}/` })}`);
    await answer(browser, person);
    assert.match(browser.page.html, /<h1>Outside<\/h1>/, browser.describe());
    await browser.open(enter);
    assert.ok(browser.formWith("login-submit"), `Signet asks who it is, not ${browser.describe()}`);
  });
  await party.step("told", () => toldOfLogout(party, app, enter));
}

/** Back-Channel Logout: a session that ends at Signet, and nowhere else, is over here too; the module checks the token. */
async function toldOfLogout({ browser, person, issuer }, app, enter) {
  await browser.open(enter);
  await answer(browser, person);
  assert.match(browser.page.html, /<h1>Inside<\/h1>/, browser.describe());
  await browser.open(`${issuer}/logout`);
  await browser.press("logout-confirm");
  for (const until = Date.now() + 10_000; ; ) {
    await browser.open(`${app}/private/`);
    if (!/<h1>Inside<\/h1>/.test(browser.page.html)) return;
    assert.ok(Date.now() < until, "the session is still open 10 s after the logout at Signet");
    await new Promise((done) => setTimeout(done, 200));
  }
}
