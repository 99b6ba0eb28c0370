// An app that people sign in to: a client, its requests, and the address at which it gets its answers.
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { WEB } from "./people.mjs";

export class App {
  static async start() {
    const app = new App();
    app.server = createServer((incoming, outgoing) =>
      outgoing.setHeader("content-type", "text/html").end("<!doctype html><html lang=en><title>App</title><h1>Back at the app</h1>"),
    );
    await new Promise((done) => app.server.listen(0, "127.0.0.1", done));
    app.origin = `http://127.0.0.1:${app.server.address().port}`;
    app.redirect = `${app.origin}/callback`;
    return app;
  }

  /** Makes it known to Signet, as the operator's own: nobody is asked for consent. */
  async register(signet) {
    const facts = { ...WEB, redirect_uris: [this.redirect], client_uri: `${this.origin}/` };
    this.client = await signet.createClient(facts, "--first-party");
    this.issuer = signet.issuer;
  }

  /** The address of a request for a sign-in. */
  request(more = {}) {
    const challenge = createHash("sha256").update(randomBytes(32)).digest("base64url");
    const asked = { client_id: this.client.client_id, redirect_uri: this.redirect, response_type: "code", scope: "openid" };
    return `${this.issuer}/authorize?${new URLSearchParams({ ...asked, code_challenge: challenge, code_challenge_method: "S256", ...more })}`;
  }

  /** Waits until the browser is back with an answer. */
  async arrived(page) {
    await page.waitForURL(`${this.redirect}?*`);
    const answer = new URL(page.url()).searchParams;
    if (!answer.has("code")) throw new Error(`came back with ${answer}`);
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }
}
