/**
 * Lighthouse's judgement of four pages, as a telephone sees them (its mobile preset), served
 * compressed as Firebase Hosting does; printed beside what is wanted.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { chromium, type BrowserContext } from "@playwright/test";

import { letGo, OUTPUT, submit, waitForStatus, where } from "../e2e/support/cloud.js";
import { SKILL_GAP } from "../e2e/support/skillGap.js";
import { expect, jobPath, signIn, test } from "../e2e/support/test.js";
import { hosting } from "./hosting.js";
import { print } from "./print.js";

const LIGHTHOUSE = new URL("../lighthouse/node_modules/lighthouse/cli/index.js", import.meta.url);
const WANTED = { performance: 95, accessibility: 100, "best-practices": 100, seo: 95 } as const;
/** What only a user sees is kept from search, as it shall be. */
const PRIVATE = ["--skip-audits=is-crawlable"];
const PAINTED_MS = 1000;
const TRIES = 3;

/** What is read of a report. */
interface Report {
  readonly categories: Readonly<Record<string, { readonly score: number }>>;
  readonly audits: Readonly<Record<string, { readonly numericValue?: number }>>;
}

test.setTimeout(600_000);

test("what Lighthouse says", async ({ user, launchOptions }) => {
  letGo();
  const { url, close } = await hosting(where().web);
  const profile = mkdtempSync(join(tmpdir(), "lighthouse-"));
  const port = await freePort();
  const args = [...(launchOptions.args ?? []), `--remote-debugging-port=${String(port)}`];
  const browser = await chromium.launchPersistentContext(profile, { ...launchOptions, args });
  try {
    await judge(port, "sign in", `${url}/`);
    const jobId = await submit(user, SKILL_GAP);
    await waitForStatus(user, jobId, "succeeded");
    await signInAt(browser, `${url}/jobs`, user);
    await judge(port, "new job", `${url}/new/skill-gap-analysis`);
    await judge(port, "jobs", `${url}/jobs`, PRIVATE);
    await judge(port, "result", `${url}${jobPath(jobId)}`, PRIVATE);
  } finally {
    await browser.close();
    close();
    rmSync(profile, { recursive: true, force: true });
  }
});

async function signInAt(
  browser: BrowserContext,
  url: string,
  user: Parameters<typeof signIn>[1],
): Promise<void> {
  const page = await browser.newPage();
  await page.goto(url);
  await signIn(page, user);
  await page.close();
}

/** Have a page judged in the browser at a port, and print how. */
async function judge(
  port: number,
  name: string,
  url: string,
  more: readonly string[] = [],
): Promise<void> {
  const options = ["--quiet", "--output=json", "--disable-storage-reset", `--port=${String(port)}`];
  const only = `--only-categories=${Object.keys(WANTED).join(",")}`;
  const report = await reportOf([url, ...options, only, ...more]);
  writeFileSync(new URL(`lighthouse-${name.replace(" ", "-")}.json`, OUTPUT), report);
  const { categories, audits } = JSON.parse(report) as Report;
  for (const [category, wanted] of Object.entries(WANTED)) {
    const score = 100 * (categories[category]?.score ?? 0);
    expect(score).toBeGreaterThan(0);
    print(`${name}: ${category}`, score, wanted, "", { least: true });
  }
  const painted = audits["first-contentful-paint"]?.numericValue ?? Number.NaN;
  print(`${name}: shell painted`, painted, PAINTED_MS, "ms");
}

/** Run Lighthouse; once more where a busy machine has lost the beginning of its recording. */
async function reportOf(args: readonly string[]): Promise<string> {
  const options = { maxBuffer: 64 * 1024 * 1024 };
  for (let left = TRIES; ; left -= 1)
    try {
      const run = promisify(execFile)(
        process.execPath,
        [fileURLToPath(LIGHTHOUSE), ...args],
        options,
      );
      return (await run).stdout;
    } catch (error) {
      if (left <= 1 || !String(error).includes("NO_NAVSTART")) throw error;
    }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
