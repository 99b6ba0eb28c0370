// A gateway for text messages that keeps the texts that it is told.
import assert from "node:assert/strict";
import { createServer } from "node:http";

/** Begun, with the settings by which Signet sends through it. */
export async function gateway() {
  const texts = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      texts.push(JSON.parse(body));
      response.writeHead(202).end("{}");
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  /** The code of the text that comes after so many. */
  const code = async (before, to) => {
    for (let tries = 0; tries < 400 && texts.length === before; tries += 1) await new Promise((done) => setTimeout(done, 50));
    const text = texts.at(-1);
    assert.equal(text.to, to);
    return text.text.match(/^(\d{6}) /)[1];
  };
  /** The newest text to a number, once there is one, whatever goes to others meanwhile. */
  const newest = async (to) => {
    const found = () => texts.findLast((text) => text.to === to);
    for (let tries = 0; tries < 400 && !found(); tries += 1) await new Promise((done) => setTimeout(done, 50));
    return found().text;
  };
  const settings = {
    SIGNET__SMS__DRIVER: "http",
    SIGNET__SMS__COUNTRIES: "GB",
    SIGNET__SMS__HTTP_URL: `http://127.0.0.1:${server.address().port}/texts`,
    SIGNET__SMS__HTTP_BODY: '{"to": "{to}", "text": "{text}"}',
  };
  return { texts, code, newest, settings, stop: () => server.close() };
}
