import { existsSync } from "node:fs";

import { defineConfig } from "@playwright/test";

/** Debian's Chromium; another one by CHROMIUM. Nothing is downloaded. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
if (!existsSync(CHROMIUM)) {
  throw new Error(`There is no ${CHROMIUM}. Debian: apt-get install chromium; or set CHROMIUM.`);
}

export default defineConfig({
  globalSetup: "./tests/e2e/support/globalSetup.ts",
  outputDir: "../.local/e2e/failures",
  // One cloud, one model that is held: one test at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    locale: "en-GB",
    timezoneId: "UTC",
    // A trace would slow every test down, and the bench most: for one test, `--trace on`.
    screenshot: "only-on-failure",
    launchOptions: { executablePath: CHROMIUM, args: ["--no-sandbox"] },
  },
  projects: [
    { name: "e2e", testDir: "./tests/e2e" },
    { name: "bench", testDir: "./tests/bench" },
  ],
});
