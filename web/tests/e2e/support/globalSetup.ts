/** Start the whole local cloud with the web app before the first test, and end it after the last. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { HELD, ROOT, WHERE } from "./cloud.js";

const START_MS = 90_000;

/** Playwright calls it, and what it returns at the end. */
export default async function setUp(): Promise<() => Promise<void>> {
  mkdirSync(new URL(".", HELD), { recursive: true });
  rmSync(HELD, { force: true });
  const cloud = spawn(
    fileURLToPath(new URL(".venv/bin/python", ROOT)),
    ["-m", "tests.support.web_cloud", "--held", fileURLToPath(HELD)],
    { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] },
  );
  const ended = once(cloud, "exit");
  const lines = createInterface(cloud.stdout);
  const ready = once(lines, "line", { signal: AbortSignal.timeout(START_MS) });
  const [said] = (await Promise.race([ready, ended])) as readonly unknown[];
  if (typeof said !== "string") throw new Error("The local cloud did not start; see .local/logs.");
  process.env[WHERE] = said;
  return async () => {
    rmSync(HELD, { force: true });
    // It ends by itself once its input is closed; so it does when this process is killed.
    cloud.stdin.end();
    await ended;
  };
}
