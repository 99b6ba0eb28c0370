// The sample of every page in every state and language that `cargo test` wrote into target/pages, each served with the
// Content-Security-Policy of its page.
import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

export const SAMPLES = fileURLToPath(new URL("../../../target/pages/", import.meta.url));
/** Where samples of pages that leave lead to; nothing listens there. */
export const ELSEWHERE = "http://127.0.0.1:9";

const TYPES = { css: "text/css", svg: "image/svg+xml", js: "text/javascript", html: "text/html; charset=utf-8", png: "image/png" };

/** The names of the samples in a language. */
export async function sampleNames(language) {
  const files = await readdir(join(SAMPLES, language));
  return files.filter((file) => file.endsWith(".html")).map((file) => file.slice(0, -5)).sort();
}

/** One of them. */
export const sample = (language, name) => readFile(join(SAMPLES, language, `${name}.html`), "utf8");

async function answer(request, response) {
  const path = new URL(request.url, "http://x").pathname;
  // What the script of passkeys asks for.
  if (path.endsWith("/passkey")) {
    const asked = { public_key: JSON.stringify({ challenge: "AAAA" }), sealed: "v1.key.state" };
    return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(asked));
  }
  const asset = path === "/logo.svg" ? "/assets/" + (await readdir(join(SAMPLES, "assets"))).find((name) => name.startsWith("favicon")) : path;
  const headers = { "content-type": TYPES[asset.split(".").pop()] ?? "text/plain" };
  if (asset.startsWith("/assets/")) headers["cache-control"] = "max-age=3600";
  if (asset.endsWith(".html") && !asset.startsWith("/shots")) {
    headers["content-security-policy"] = await readFile(join(SAMPLES, asset.replace(/html$/, "csp")), "utf8");
  }
  const content = await readFile(join(SAMPLES, decodeURIComponent(asset)));
  return response.writeHead(200, headers).end(content);
}

/** Serves the samples on a port of this machine. */
export async function serveSamples() {
  const server = createServer((request, response) => answer(request, response).catch(() => response.writeHead(404).end()));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}
