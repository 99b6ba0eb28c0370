// What an authenticator app shows, by a foreign one: oathtool.
import { execFileSync } from "node:child_process";

/** The code for this key at this time, in seconds. */
export const totp = (key, at = Math.floor(Date.now() / 1000)) =>
  execFileSync("oathtool", ["--totp", "--base32", `--now=@${at}`, key.replaceAll(" ", "")]).toString().trim();
