// Chromium, as every test in a browser starts it. SIGNET_CHROMIUM names another one.
import { chromium } from "playwright-core";

export const launch = () => chromium.launch({
  executablePath: process.env.SIGNET_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
