// What an authenticator app shows: by a foreign one, oathtool, and as RFC 6238 has it where there is none.
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";

/** The code for this key at this time, in seconds, by oathtool. */
export const totp = (key, at = Math.floor(Date.now() / 1000)) =>
  execFileSync("oathtool", ["--totp", "--base32", `--now=@${at}`, key.replaceAll(" ", "")]).toString().trim();

/** The code for this key, without spaces, at this step of half a minute (RFC 4226 §5.3, RFC 6238 §4.2). */
export function codeAt(key, step) {
  const bits = [...key].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
