// Mails as Python's `email` reads them, and the code and the link in one.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const READER = fileURLToPath(new URL("mails.py", import.meta.url));

// Begun with the first mail; ends when this process does, which it holds up only while somebody waits for it.
let reader;
function begun() {
  const python = spawn(process.env.PYTHON ?? "python3", [READER], { stdio: ["pipe", "pipe", "inherit"] });
  const parts = [python, python.stdin, python.stdout];
  const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  let waiting = 0;
  return async (raw) => {
    waiting += 1;
    for (const part of parts) part.ref();
    python.stdin.write(`${JSON.stringify(raw)}\n`);
    const { value, done } = await answers.next();
    waiting -= 1;
    if (waiting === 0) for (const part of parts) part.unref();
    if (done) throw new Error("mails.py ended");
    return JSON.parse(value);
  };
}

/** What Python's `email` finds in each of these texts. */
export async function read(raw) {
  reader ??= begun();
  return reader(raw);
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
