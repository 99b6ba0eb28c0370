// What the walks came to: a table for whoever runs them, and docs/interop.md.
import { writeFile } from "node:fs/promises";
import { STEPS as PROVIDER_STEPS } from "./providers/walk.mjs";
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

/** The columns of its second table. */
const PROVIDED = [
  ["`upstream test`", ["test"]],
  ["new account", ["sign up"]],
  ["again", ["again"]],
  ["asked afresh", ["afresh"]],
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

export function print(rows, providers, skipped) {
  const wide = Math.max(0, ...rows.map((row) => row.party.length), ...providers.map((row) => row.provider.length));
  const cells = (steps, { walk, failure }) => steps.map((name) => outcome(walk, failure, [name]).padEnd(name.length)).join("  ");
  if (rows.length > 0) console.log(`\n${"".padEnd(wide)}  client            ${STEPS.join("  ")}`);
  for (const row of rows) {
    console.log(`${row.party.padEnd(wide)}  ${how(row.registering).padEnd(16)}  ${cells(STEPS, row)}`);
  }
  if (providers.length > 0) console.log(`\n${"".padEnd(wide)}  ${PROVIDER_STEPS.join("  ")}`);
  for (const row of providers) console.log(`${row.provider.padEnd(wide)}  ${cells(PROVIDER_STEPS, row)}`);
  for (const { party, reason } of skipped) console.log(`skipped: ${party}, ${reason}`);
  const all = [...rows, ...providers];
  const bad = all.filter((row) => row.failure).length;
  console.log(`\n${all.length - bad} passed, ${bad} failed${skipped.length ? `, ${skipped.length} skipped` : ""}`);
}

export async function write(file, rows, providers) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const table = rows.map(({ party, registering, walk, failure }) =>
    line([party, how(registering), ...CAPABILITIES.map(([, names]) => outcome(walk, failure, names))]));
  const above = providers.map(({ provider, walk, failure }) =>
    line([provider, ...PROVIDED.map(([, names]) => outcome(walk, failure, names))]));
  const all = [...rows, ...providers];
  const bad = all.filter((row) => row.failure).length;
  await writeFile(file, `# Foreign clients

Written by \`make interop\`, which starts a Signet of its own and walks each client through it: a real program with that library, the hosted pages answered as a person answers them. A client "by hand" is one that the command line made, for those with a [recipe](clients/README.md) by \`signet client create --for\`; one that "registers itself" does so by Dynamic Client Registration, and reads and deletes its registration.

${line(["client", "made", ...CAPABILITIES.map(([name]) => name)])}
${line(["", "", ...CAPABILITIES].map(() => "---"))}
${table.join("\n")}

${all.length - bad} passed, ${bad} failed

- ok: done, and checked by its value. -: the library has no call for it, or the party does not try it.
- First try: the sign-in as the recipe sets it up, with no second attempt, and the ID token verified by the library; where the page has a program, that one as it is printed as well.
- Refresh: a new access token, by a refresh token; mozilla-django-oidc asks with \`prompt=none\` instead.
- API: access tokens taken by an API of the client's own (Spring's resource server, an MCP server), and refused where they belong elsewhere.
- Logout: RP-initiated, and Signet asks who it is afterwards. Back-channel: a session that ends at Signet is over in the app within ten seconds.

## Foreign providers

People come to a Signet of its own by the real provider above it, which is made by its [preset](upstream.md), through the pages of both. All of it counts in the numbers above.

${line(["provider", ...PROVIDED.map(([name]) => name)])}
${line(["", ...PROVIDED].map(() => "---"))}
${above.join("\n")}

- New account: one that nobody knows here gets an account at once, with name and verified address. Again: in another browser, the same \`sub\`. Asked afresh: by \`prompt=login\`, held against \`auth_time\`. Back-channel: who signs out there is signed out here within ten seconds.
`);
}
