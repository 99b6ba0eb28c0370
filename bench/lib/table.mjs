// Numbers and Markdown tables, written and read again.

export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
export const number = (value, digits = 0) => value.toFixed(digits).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");
/** `–` where there is nothing to compare with. */
export const ratio = (value, other) => (other ? (value / other).toFixed(2) : "–");

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")).replaceAll(" ", ""), ...rows.map(line)].join("\n");
}

/** The tables of a Markdown text whose first column has this head: each with the heading above it, and its rows. */
export function tablesOf(text, first) {
  const found = [];
  let heading = "";
  let current = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("#")) heading = line.replace(/^#+ /, "");
    const cells = line.startsWith("|") ? line.split("|").slice(1, -1).map((cell) => cell.trim()) : null;
    if (!cells) current = null;
    else if (!current) {
      current = { heading, head: cells, rows: [] };
      if (cells[0] === first) found.push(current);
    } else if (!cells[0].startsWith("---")) {
      current.rows.push(Object.fromEntries(current.head.map((name, at) => [name, cells[at]])));
    }
  }
  return found;
}

/** The number of a cell; `NaN` where there is none. */
export const numberOf = (cell) => Number.parseFloat(cell?.replaceAll(",", ""));
