// PyPI Authlib; authlib_party.py walks, in the environment of tests/e2e/requirements.txt.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { AFTER_LOGOUT, REDIRECT, WEB, elsewhere } from "./common.mjs";
import { FLASK, runPrinted } from "./printed.mjs";

export const name = "Authlib";
const python = process.env.PYTHON ?? "python3";
export const version = async () =>
  (await promisify(execFile)(python, ["-c", "import authlib; print(authlib.__version__)"])).stdout.trim();

export async function walk(party) {
  if (!party.registering) await party.step("page", () => runPrinted(party, "flask", FLASK));
  const web = await party.client(WEB);
  // By the names that tests/e2e/authlib_test.py reads.
  const facts = {
    engine: "sqlite", issuer: party.issuer, redirect_uri: REDIRECT, after_logout: AFTER_LOGOUT, person: party.person, web,
  };
  const script = fileURLToPath(new URL("authlib_party.py", import.meta.url));
  await elsewhere(party, python, [script], { SIGNET_E2E: JSON.stringify(facts) });
}
