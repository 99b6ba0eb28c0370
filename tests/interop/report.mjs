// What the walks came to: a table for whoever runs them, and docs/interop.md.
import { writeFile } from "node:fs/promises";
import { STEPS } from "./walk.mjs";

/** The columns of docs/interop.md, each with the steps that belong to it. */
const CAPABILITIES = [
  ["first try", ["page", "register", "sign in", "ID token"]],
  ["userinfo", ["userinfo"]],
  ["refresh", ["refresh"]],
  ["API", ["API"]],
  ["logout", ["log out"]],
  ["back-channel", ["told"]],
];

/** A cell: what became of the steps that a walk did, or did not come to. */
function outcome(walk, failure, names) {
  const of = walk.done.filter((step) => names.includes(step.name));
  if (of.some((step) => step.error)) return "FAIL";
  if (of.length > 0) return "ok";
  return failure ? "?" : "-";
}

const how = (registering) => (registering ? "registers itself" : "by hand");

export function print(rows, skipped) {
  const wide = Math.max(0, ...rows.map((row) => row.party.length));
  console.log(`\n${"".padEnd(wide)}  client            ${STEPS.join("  ")}`);
  for (const { party, registering, walk, failure } of rows) {
    const cells = STEPS.map((name) => outcome(walk, failure, [name]).padEnd(name.length));
    console.log(`${party.padEnd(wide)}  ${how(registering).padEnd(16)}  ${cells.join("  ")}`);
  }
  for (const { party, reason } of skipped) console.log(`skipped: ${party}, ${reason}`);
  const bad = rows.filter((row) => row.failure).length;
  console.log(`\n${rows.length - bad} passed, ${bad} failed${skipped.length ? `, ${skipped.length} skipped` : ""}`);
}

export async function write(file, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const table = rows.map(({ party, registering, walk, failure }) =>
    line([party, how(registering), ...CAPABILITIES.map(([, names]) => outcome(walk, failure, names))]));
  const bad = rows.filter((row) => row.failure).length;
  await writeFile(file, `# Foreign clients

Written by \`make interop\`, which starts a Signet of its own and walks each client through it: a real program with that library, the hosted pages answered as a person answers them. A client "by hand" is one that the command line made, for those with a [recipe](clients/README.md) by \`signet client create --for\`; one that "registers itself" does so by Dynamic Client Registration, and reads and deletes its registration.

${line(["client", "made", ...CAPABILITIES.map(([name]) => name)])}
${line(["", "", ...CAPABILITIES].map(() => "---"))}
${table.join("\n")}

${rows.length - bad} passed, ${bad} failed

- ok: done, and checked by its value. -: the library has no call for it, or the party does not try it.
- First try: the sign-in as the recipe sets it up, with no second attempt, and the ID token verified by the library; where the page has a program, that one as it is printed as well.
- Refresh: a new access token, by a refresh token; mozilla-django-oidc asks with \`prompt=none\` instead.
- API: access tokens taken by an API of the client's own (Spring's resource server, an MCP server), and refused where they belong elsewhere.
- Logout: RP-initiated, and Signet asks who it is afterwards. Back-channel: a session that ends at Signet is over in the app within ten seconds.
`);
}
