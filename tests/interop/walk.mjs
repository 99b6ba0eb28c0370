// One party's walk: its steps, its client, its browser.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Browser } from "../e2e/support/browser.mjs";
import { request } from "../e2e/support/http.mjs";
import { ALICE } from "../e2e/support/people.mjs";

/** The table has a column for each; "page" is the recipe's program as it is printed, "told" is back-channel logout. */
export const STEPS = ["page", "register", "read", "sign in", "ID token", "userinfo", "refresh", "API", "log out", "told", "delete"];

export class Walk {
  done = [];
  browser = new Browser();
  person = ALICE;

  constructor(signet, tls, registering) {
    this.signet = signet;
    this.tls = tls;
    this.issuer = signet.issuer;
    this.registering = registering;
  }

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

  /**
   * A client as `signet client create --for` makes it for an app at `url`, with `configuration` as it is printed;
   * `more` is metadata that the party needs besides.
   */
  async recipe(name, url, more = {}) {
    const file = await this.signet.file(`more-${randomBytes(4).toString("hex")}.json`, more);
    return this.signet.json("client", "create", "--for", name, "--url", url, "--file", file);
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

/** The code block that follows a file's name in what a recipe printed. */
export function fileOf(configuration, name) {
  const found = new RegExp(`\`[^\`\n]*${name.replaceAll(".", "\\.")}\`[^\n]*\n\`\`\`\\w*\n([\\s\\S]*?)\n\`\`\``).exec(configuration);
  assert.ok(found, `${name} in ${configuration}`);
  return `${found[1]}\n`;
}
