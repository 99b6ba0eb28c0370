// What several parties share: where their answers go, and what they are registered with.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { AFTER_LOGOUT, REDIRECT, WEB } from "../../e2e/support/people.mjs";

export { AFTER_LOGOUT, REDIRECT, WEB };
export const SCOPE = "openid profile email";

/** Where scripts/interop.sh puts what it builds. */
export const TOOLS = process.env.INTEROP_TOOLS ?? fileURLToPath(new URL("../../../target/tools", import.meta.url));
/** A file of ../apps. */
export const source = (path) => fileURLToPath(new URL(`../apps/${path}`, import.meta.url));

/** The version of an installed package. */
export async function installed(name) {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(await readFile(file, "utf8")).version;
}

/** Follows an end_session_endpoint's address to where the client is again; a question on the way is answered. */
export async function signOut(browser, url, stop = AFTER_LOGOUT) {
  let back = await browser.open(url, stop);
  if (!back && browser.formWith("logout-confirm")) back = await browser.press("logout-confirm", {}, stop);
  assert.ok(back, `back at the client, not ${browser.page && browser.describe()}`);
  return back;
}

/**
 * A party in another language. It prints one JSON document a line and reads the answer from its input:
 *   {"visit": url} -> {"back": url}   {"sign out": url} -> {"back": url}
 *   {"begin": step}        -> {}           what follows belongs to that step
 *   {"registered": answer} -> {}           it did that by itself
 * and what `more` has a function for.
 */
export async function elsewhere(walk, command, args, environment, more = {}) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...environment } });
  let complaint = "";
  child.stderr.on("data", (chunk) => (complaint += chunk));
  const exited = new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code, signal) => done(signal ?? code));
  });
  // The step under way is over when the next begins, or when the party ends.
  let over = () => {};
  let under = Promise.resolve();
  const begin = (name) => {
    over();
    under = walk.step(name, () => new Promise((done, failed) => {
      over = done;
      exited.then((how) => (how === 0 ? done() : failed(new Error(`ended with ${how}\n${complaint}`))), failed);
    }));
    under.catch(() => {}); // looked at when the party has ended
    return {};
  };
  const registered = async (answer) => {
    over();
    await walk.read(answer);
    return {};
  };
  const answer = async (said) => {
    if (said.begin) return begin(said.begin);
    if (said.registered) return registered(said.registered);
    if (said.visit) return { back: (await walk.browser.authorize(said.visit, REDIRECT, walk.person)).href };
    if (said["sign out"]) return { back: (await signOut(walk.browser, said["sign out"])).href };
    for (const [name, act] of Object.entries(more)) if (said[name]) return act(said[name]);
    throw new Error(`what is ${JSON.stringify(said)}?`);
  };
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      child.stdin.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
    }
    await under;
    assert.equal(await exited, 0, complaint);
  } finally {
    child.kill();
  }
}
