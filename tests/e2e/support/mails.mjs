// Mails as Python's `email` reads them, and the code and the link in one.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const READER = fileURLToPath(new URL("mails.py", import.meta.url));

/** What Python's `email` finds in each of these texts. */
export async function read(raw) {
  const python = spawn(process.env.PYTHON ?? "python3", [READER], { stdio: ["pipe", "pipe", "inherit"] });
  let out = "";
  python.stdout.on("data", (chunk) => (out += chunk));
  python.stdin.end(JSON.stringify(raw));
  const code = await new Promise((done) => python.once("close", done));
  if (code !== 0) throw new Error(`mails.py ended with ${code}`);
  return JSON.parse(out);
}

export const text = (mail) => mail.parts.find((part) => part.type === "text/plain").text;
export const html = (mail) => mail.parts.find((part) => part.type === "text/html").text;

/** The addresses, title, language and direction of the HTML part. */
export const page = (mail) => mail.parts.find((part) => part.type === "text/html").page;

/** The address that stands on a line of its own in the plain text. */
export function link(mail) {
  return text(mail).split(/\r?\n/).find((line) => /^https?:\/\/\S+$/.test(line));
}

/** The six digits that stand on a line of their own in the plain text. */
export const code = (mail) => text(mail).match(/^\s*(\d{6})\s*$/m)[1];

/** The mail that comes to `sink` after so many, for `to` alone. */
export async function next(sink, before, to) {
  for (let tries = 0; tries < 400 && sink.mails.length === before; tries += 1) {
    await new Promise((done) => setTimeout(done, 50));
  }
  const [mail] = await read([sink.mails.at(-1).raw]);
  assert.deepEqual([mail.defects, mail.to], [[], [["", to]]]);
  return mail;
}
