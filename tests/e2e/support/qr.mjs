// What a camera reads from the square code on a page, by a foreign reader: zbarimg.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function scanned(page) {
  const directory = await mkdtemp(join(tmpdir(), "signet-qr-"));
  try {
    const path = join(directory, "code.png");
    await page.locator("svg.qr").screenshot({ path });
    return execFileSync("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path]).toString().trim();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
