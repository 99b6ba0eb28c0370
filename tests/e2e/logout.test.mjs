// Sign-out and its messengers with a real browser and real sockets: frames of the front channel with
// and without JavaScript, one that hangs, the frame of session management, the back channel.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { launch, person as visitor } from "./support/chromium.mjs";
import { ALICE, WEB } from "./support/people.mjs";
import { Signet } from "./support/signet.mjs";

/** Seconds until the page goes on without an answer: long enough to tell it from one that answers. */
const PATIENCE = 6;

/** What a client's page does: it asks the provider's frame whatever `ask` says and shows the answers. */
const watching = (frame) => `<!doctype html><html lang=en><title>Client</title><iframe id=op src="${frame}"></iframe>
<script>
  window.answers = [];
  addEventListener("message", (event) => answers.push([event.origin, event.data]));
  window.ask = (question) => document.getElementById("op").contentWindow.postMessage(question, "*");
</script>`;

/** The client: remembers what arrives, and never answers below /hang. */
async function listen(frame) {
  const arrived = [];
  const server = createServer((incoming, outgoing) => {
    let body = "";
    incoming.on("data", (chunk) => (body += chunk));
    incoming.on("end", () => {
      arrived.push({ method: incoming.method, url: incoming.url, body, at: Date.now() });
      if (incoming.url.startsWith("/hang")) return;
      outgoing.setHeader("content-type", "text/html");
      outgoing.end(incoming.url === "/watch" ? watching(frame()) : "<!doctype html><title>Client</title>");
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const came = (path) => arrived.filter((one) => new URL(one.url, "http://x").pathname === path);
  return { server, arrived, came, origin: `http://127.0.0.1:${server.address().port}` };
}

describe("logout", () => {
  let signet, party, browser, one, hanging;
  const clientOf = (name, more) => signet.createClient(
    {
      ...WEB,
      client_name: name,
      redirect_uris: [`${party.origin}/callback`],
      post_logout_redirect_uris: [`${party.origin}/bye`],
      ...more,
    },
    "--first-party",
  );

  before(async () => {
    party = await listen(() => `${signet.issuer}/session/check`);
    signet = await Signet.start({
      settings: { SIGNET__LOGOUT__FRONTCHANNEL_TIMEOUT: `${PATIENCE}s`, SIGNET__OUTBOUND__ALLOW_PRIVATE: "127.0.0.1" },
    });
    await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
    await signet.createUser("bob", ALICE.password);
    one = await clientOf("One", {
      frontchannel_logout_uri: `${party.origin}/front`,
      frontchannel_logout_session_required: true,
      backchannel_logout_uri: `${party.origin}/back`,
      backchannel_logout_session_required: true,
    });
    hanging = await clientOf("Hanging", { frontchannel_logout_uri: `${party.origin}/hang` });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await signet?.stop();
    await signet?.remove();
    party?.server.close();
    party?.server.closeAllConnections();
  });

  const person = (options) => visitor(browser, options);

  async function signIn(page, username) {
    await page.fill("#username", username);
    await page.fill("#password", ALICE.password);
    await page.click("#login-submit");
  }

  /** Goes to a client; signs in if that is asked. Answers with what came back. */
  async function visit(page, client) {
    const url = new URL(`${signet.issuer}/authorize`);
    url.search = new URLSearchParams({
      response_type: "code", client_id: client.client_id, redirect_uri: `${party.origin}/callback`, scope: "openid",
      code_challenge: createHash("sha256").update("v".repeat(43)).digest("base64url"), code_challenge_method: "S256",
    });
    await page.goto(url.href);
    if (page.url().startsWith(signet.issuer)) await signIn(page, ALICE.username);
    await page.waitForURL(`${party.origin}/callback**`);
    return new URL(page.url()).searchParams;
  }

  function end(client) {
    const url = new URL(`${signet.issuer}/logout`);
    url.search = new URLSearchParams({ client_id: client.client_id, post_logout_redirect_uri: `${party.origin}/bye`, state: "s" });
    return url.href;
  }

  async function signOut(page, client) {
    await page.goto(end(client));
    party.arrived.length = 0;
    const began = Date.now();
    await page.click("#logout-confirm");
    await page.waitForURL(`${party.origin}/bye**`);
    assert.equal(new URL(page.url()).search, "?state=s");
    return (Date.now() - began) / 1000;
  }

  test("the front channel is loaded, and the browser goes on as soon as it has answered", async () => {
    const page = await person();
    await visit(page, one);
    const took = await signOut(page, one);
    assert.ok(took < PATIENCE - 1, `it took ${took} s`);
    const [front, ...more] = party.came("/front");
    assert.equal(more.length, 0);
    const query = new URL(front.url, "http://x").searchParams;
    assert.deepEqual([...query.keys()], ["iss", "sid"]);
    assert.equal(query.get("iss"), signet.issuer);
    assert.equal(party.came("/bye").length, 1, "gone on once");
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });

  test("a client that hangs holds nobody up", async () => {
    const page = await person();
    await visit(page, one);
    await visit(page, hanging);
    const took = await signOut(page, one);
    assert.ok(took >= PATIENCE - 1 && took < PATIENCE + 5, `it took ${took} s`);
    assert.equal(party.came("/front").length, 1);
    assert.equal(party.came("/hang").length, 1);
    assert.equal(party.came("/bye").length, 1);
    await page.context().close();
  });

  test("without JavaScript the page goes on by itself, and has a link", async () => {
    const page = await person({ javaScriptEnabled: false });
    await visit(page, one);
    await signOut(page, one);
    assert.equal(party.came("/front").length, 1);
    await visit(page, one);
    await visit(page, hanging);
    await page.goto(end(one));
    await page.click("#logout-confirm", { noWaitAfter: true });
    await page.click("#logout-continue", { noWaitAfter: true });
    await page.waitForURL(`${party.origin}/bye**`);
    await page.context().close();
  });

  test("the back channel is told at once", async () => {
    const page = await person();
    await visit(page, one);
    await signOut(page, one);
    for (let waited = 0; waited < 100 && party.came("/back").length === 0; waited += 1) {
      await new Promise((done) => setTimeout(done, 20));
    }
    const [told] = party.came("/back");
    assert.ok(told, "a logout token arrived");
    assert.deepEqual([...new URLSearchParams(told.body).keys()], ["logout_token"]);
    let logged;
    for (let waited = 0; waited < 100 && logged?.state !== "delivered"; waited += 1) {
      [logged] = await signet.json("session", "deliveries", "--limit", "1");
    }
    assert.deepEqual([logged.state, logged.client_id, logged.tries, logged.last_status], ["delivered", one.client_id, 1, 200]);
    await page.context().close();
  });

  test("a client's page learns from the frame that something changed", async () => {
    const page = await person();
    const state = (await visit(page, one)).get("session_state");
    const watch = await page.context().newPage();
    await watch.goto(`${party.origin}/watch`);
    const ask = async (question) => {
      const before = await watch.evaluate(() => answers.length);
      await watch.evaluate((text) => ask(text), question);
      await watch.waitForFunction((count) => answers.length > count, before, { timeout: 5000 });
      const [origin, word] = await watch.evaluate(() => answers[answers.length - 1]);
      assert.equal(origin, signet.issuer);
      return word;
    };
    const question = `${one.client_id} ${state}`;
    assert.equal(await ask(question), "unchanged");
    assert.equal(await ask(`${hanging.client_id} ${state}`), "changed", "another client's");
    assert.equal(await ask(`${one.client_id} ${"0".repeat(64)}.salt`), "changed");
    for (const nonsense of ["", "x", `${one.client_id}`, `${one.client_id} x`, `${question} x`, null, { a: 1 }]) {
      assert.equal(await ask(nonsense), "error", JSON.stringify(nonsense));
    }
    // Another account comes, and goes again; then everybody goes.
    await page.goto(`${signet.issuer}/login`);
    await signIn(page, "bob");
    await page.waitForURL(`${signet.issuer}/account`);
    assert.equal(await ask(question), "changed");
    await page.goto(`${signet.issuer}/logout?logout_hint=bob`);
    await page.click("#logout-confirm");
    await page.getByRole("heading", { name: "You are signed out" }).waitFor();
    assert.equal(await ask(question), "unchanged");
    await signOut(page, one);
    assert.equal(await ask(question), "changed");
    await page.context().close();
  });
});
