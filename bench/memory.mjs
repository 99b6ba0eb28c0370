// How much memory password sign-ins with pauses leave behind:
//   SIGNET_BIN=target/release/signet node bench/memory.mjs [SIGN-INS] [PAUSE-MS]
// RssAnon is what the program itself holds; VmRSS counts the pages of its binary too.
import { readFileSync } from "node:fs";
import { Browser } from "../tests/e2e/support/browser.mjs";
import { ALICE, REDIRECT, WEB } from "../tests/e2e/support/people.mjs";
import { Signet } from "../tests/e2e/support/signet.mjs";

const [SIGN_INS = 100, PAUSE = 200] = process.argv.slice(2).map(Number);
const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("SIGNET__") || name.startsWith("MALLOC_")));
const signet = await Signet.prepare({ settings });
const rest = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const tell = (when) => {
  const status = readFileSync(`/proc/${signet.child.pid}/status`, "utf8");
  const of = (what) => `${what} ${(Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)[1]) / 1024).toFixed(1)} MB`;
  console.log(`${when.padEnd(24)} ${["VmRSS", "RssAnon", "VmHWM"].map(of).join("  ")}`);
};
try {
  await signet.serve();
  await signet.createUser(ALICE.username, ALICE.password, ALICE.claims);
  const client = await signet.createClient(WEB);
  const query = new URLSearchParams({ client_id: client.client_id, response_type: "code", redirect_uri: REDIRECT, scope: "openid", code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256" });
  await rest(2000);
  tell("idle");
  for (let one = 1; one <= SIGN_INS; one += 1) {
    await new Browser().authorize(`${signet.issuer}/authorize?${query}`, REDIRECT, ALICE);
    if ([1, 2, 5, 10, 20, 50].includes(one)) tell(`after ${one} sign-ins`);
    await rest(PAUSE);
  }
  tell(`after ${SIGN_INS} sign-ins`);
  await rest(12_000);
  tell("12 s later");
} finally {
  await signet.kill();
  await signet.remove();
}
