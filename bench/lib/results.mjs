// The file of a run's results, and the sections of docs/performance.md that are made of it.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** What a run has found by now; nothing where there was none. */
export const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {});

/** Written whole or not at all: after each round, so that a later one that fails costs itself alone. */
export function write(path, result) {
  writeFileSync(`${path}.new`, JSON.stringify(result, null, 1));
  renameSync(`${path}.new`, path);
}

/** A page with this section in place of the one of its name (`### …`) in a chapter (`## …`), or at that chapter's end. */
export function withSection(page, chapter, section) {
  const lines = page.split("\n");
  const begin = lines.indexOf(`## ${chapter}`);
  if (begin < 0) throw new Error(`the page has no "## ${chapter}"`);
  const next = (from, marks) => {
    const at = lines.findIndex((line, number) => number > from && marks.some((mark) => line.startsWith(mark)));
    return at < 0 ? lines.length : at;
  };
  const end = next(begin, ["## "]);
  const [heading] = section.split("\n");
  const old = lines.indexOf(heading, begin);
  const [from, to] = old < 0 || old >= end ? [end, end] : [old, next(old, ["## ", "### "])];
  const before = lines.slice(0, from).join("\n").trimEnd();
  const after = lines.slice(to).join("\n").trimStart();
  return `${before}\n\n${section.trim()}\n${after ? `\n${after}` : ""}`;
}
