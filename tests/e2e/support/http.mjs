// HTTP as plain as it comes: no redirects followed, no headers added.
import { Agent, request as plain } from "node:http";
import { Agent as TlsAgent, request as secure } from "node:https";

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
// Whoever has https on loopback signed the certificate itself.
const tlsAgent = new TlsAgent({ keepAlive: true, rejectUnauthorized: false });

export function request(method, url, { headers = {}, body, via } = {}) {
  const tls = String(url).startsWith("https:");
  const send = tls ? secure : plain;
  return new Promise((done, failed) => {
    const outgoing = send(url, { method, headers, agent: via ?? (tls ? tlsAgent : agent), timeout: 60_000 }, (incoming) => {
      const chunks = [];
      incoming.on("data", (chunk) => chunks.push(chunk));
      incoming.on("error", failed);
      // A connection cut in the middle of a body is no answer.
      incoming.on("end", () => {
        if (!incoming.complete) return failed(new Error("the answer was cut short"));
        const text = Buffer.concat(chunks).toString("utf8");
        done({ status: incoming.statusCode, headers: incoming.headers, text });
      });
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer from ${url}`)));
    outgoing.on("error", failed);
    outgoing.end(body);
  });
}

export function post(url, fields, headers = {}) {
  const body = new URLSearchParams(fields).toString();
  return request("POST", url, {
    headers: { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body), ...headers },
    body,
  });
}

export const basic = (id, secret) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`,
});
export const bearer = (token) => ({ authorization: `Bearer ${token}` });
