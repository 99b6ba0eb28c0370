// A proxy on loopback that holds every answer back for a while, the same while in every run.
import { createServer, request } from "node:http";

/** Listens at once; `to` is the port behind it, `delay` the milliseconds that the next answer is held back. */
export async function delaying() {
  const proxy = { to: 0, delay: () => 0 };
  const server = createServer((incoming, outgoing) => {
    const wait = proxy.delay(incoming);
    const { method, url, headers } = incoming;
    const onward = request({ host: "127.0.0.1", port: proxy.to, method, path: url, headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      // The request has been acted on; only whoever asked does not know yet.
      answer.on("end", () => setTimeout(() => {
        outgoing.writeHead(answer.statusCode, answer.rawHeaders);
        outgoing.end(Buffer.concat(chunks));
      }, wait));
    });
    onward.on("error", () => outgoing.destroy());
    // Read to its end before it goes on: a press that the browser takes back has still been sent.
    const body = [];
    incoming.on("data", (chunk) => body.push(chunk));
    incoming.on("end", () => onward.end(Buffer.concat(body)));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  proxy.origin = `http://127.0.0.1:${server.address().port}`;
  proxy.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return proxy;
}
