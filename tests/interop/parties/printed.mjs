// A recipe's program as `signet client create --for` prints it, saved as it is, started on the port of its address and
// signed in to.
import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Browser } from "../../e2e/support/browser.mjs";
import { freePort } from "../../e2e/support/signet.mjs";
import { fileOf } from "../walk.mjs";
import { TOOLS } from "./common.mjs";
import { answer, start } from "./webapp.mjs";

/** The Python of ../apps. */
export const PYTHON = join(TOOLS, "parties", "bin", "python");
/** A page's program in Flask. */
export const FLASK = { file: "app.py", command: (port) => [PYTHON, "-m", "flask", "--app", "app", "run", "--port", String(port)], ready: "/nothing" };
const MODULES = fileURLToPath(new URL("../node_modules", import.meta.url));

/**
 *   file      the program's name on the page
 *   beside    more files, by name and text
 *   command   of (port): what starts it there
 *   ready     an address that answers when it has started
 *   open      where a person begins
 */
export async function runPrinted(party, recipe, { file, beside = {}, command, ready = "/", open = "/" }) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { configuration } = await party.recipe(recipe, url);
  const directory = await mkdtemp(join(tmpdir(), "signet-printed-"));
  await symlink(MODULES, join(directory, "node_modules"));
  await writeFile(join(directory, file), fileOf(configuration, file));
  for (const [name, text] of Object.entries(beside)) await writeFile(join(directory, name), text);
  const app = await start(url, command(port), { PORT: String(port) }, { cwd: directory, ready });
  try {
    const browser = new Browser();
    await browser.open(url + open);
    await answer(browser, party.person);
    assert.equal(browser.page.status, 200, browser.describe());
    assert.match(browser.page.html, new RegExp(`${party.person.username}@example.test`), browser.describe());
  } catch (error) {
    error.stack += `\n--- what ${file} of the recipe ${recipe} said\n${app.output()}`;
    throw error;
  } finally {
    await app.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
