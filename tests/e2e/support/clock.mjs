// A clock that a test puts forward, so that what ends after minutes ends at once: libfaketime before the real binary.
//   SIGNET_FAKETIME   the library, where it is not in Debian's place
import { readdirSync, existsSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

function library() {
  const found = [process.env.SIGNET_FAKETIME, ...readdirSync("/usr/lib").map((one) => `/usr/lib/${one}/faketime/libfaketimeMT.so.1`)]
    .find((path) => path && existsSync(path));
  if (!found) throw new Error("no libfaketime: install the package faketime, or set SIGNET_FAKETIME to the library");
  return found;
}

export class Clock {
  /** How many seconds it is ahead. */
  ahead = 0;

  static async start() {
    const clock = new Clock();
    clock.directory = await mkdtemp(join(tmpdir(), "signet-clock-"));
    clock.path = join(clock.directory, "time");
    await clock.later(0);
    return clock;
  }

  /** For the environment of Signet. How long something took is measured by the machine's own clock. */
  settings() {
    return {
      LD_PRELOAD: library(),
      FAKETIME_TIMESTAMP_FILE: this.path,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1",
    };
  }

  /** Puts it forward by so many seconds. */
  async later(seconds) {
    this.ahead += seconds;
    // In one piece: it is read at each look at the clock.
    await writeFile(`${this.path}.new`, `+${this.ahead}\n`);
    await rename(`${this.path}.new`, this.path);
  }

  /** Puts it forward to where a window of a limit of so many seconds begins, so that none ends in the middle of a test. */
  async toWindow(seconds) {
    await this.later(seconds - (this.now() % seconds));
  }

  /** What it says, in seconds. */
  now() {
    return Math.floor(Date.now() / 1000) + this.ahead;
  }

  async remove() {
    await rm(this.directory, { recursive: true, force: true });
  }
}
