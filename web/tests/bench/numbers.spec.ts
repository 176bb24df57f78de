/**
 * The numbers that a person feels, measured in a real browser against the local cloud, and printed
 * beside what is wanted. It fails only where there is nothing to measure.
 */
import { gzipSync } from "node:zlib";

import type { Page } from "@playwright/test";

import { where, type User } from "../e2e/support/cloud.js";
import { expect, open, test } from "../e2e/support/test.js";
import { writeEndedJobs, writeJobs } from "./documents.js";
import { print } from "./print.js";

const WRITES = 100;
const JOBS = 50;
/** Calls a round. The emulator shares two cores with the page: fifty would measure the emulator. */
const PARTS = 10;
/** Rounds before it is measured: the emulator's and the browser's compilers warm up. */
const WARM_UP = 3;
const SECONDS = 10;
const SLOW_FRAME_MS = 50;
/** The longest list that is measured, and how far it moves in a frame: some 7,000 pixels a second. */
const [LISTED, SCROLL_STEP] = [500, 120];

/** What belongs to the beginning is over after the first time; the second is counted. */
const [SETTLE_MS, IDLE_MS] = [10_000, 60_000];

test.setTimeout(180_000);

test("from the worker's write to the paint", async ({ page, user }) => {
  await watchPaints(page);
  await open(page, user);
  await writeJobs(user, [{ name: "one", seq: 1, message: "at 0" }]);
  await expect(page.locator(".job-row")).toHaveCount(1);
  const [delays, answers]: [number[], number[]] = [[], []];
  for (let seq = 2; seq < WRITES + 2; seq += 1) {
    const sentAt = Date.now();
    await writeJobs(user, [{ name: "one", seq, message: `at ${String(sentAt)}` }]);
    answers.push(Date.now() - sentAt);
    delays.push((await paintOf(page, sentAt)) - sentAt);
  }
  print(`${String(WRITES)} writes to paint, p50`, percentile(delays, 50), 60, "ms");
  print(`${String(WRITES)} writes to paint, p95`, percentile(delays, 95), 200, "ms");
  print("  of which until the emulator answers, p50", percentile(answers, 50), undefined, "ms");
});

test("fifty jobs at one update a second", async ({ page, user }) => {
  await open(page, user);
  await writeRound(user, 1, 0);
  await expect(page.locator(".job-row")).toHaveCount(JOBS);
  for (let round = 2; round < WARM_UP + 2; round += 1) await writeRound(user, round, 1000);
  await page.evaluate(countFrames);
  const startedAt = Date.now();
  const end = WARM_UP + SECONDS + 1;
  for (let round = WARM_UP + 2; round <= end; round += 1) await writeRound(user, round, 1000);
  const frames = await framesOf(page);
  const seconds = (Date.now() - startedAt) / 1000;
  const rows = page.locator(".job-row");
  const last = rows.getByText(new RegExp(`^round ${String(end)} `));
  await expect(last).toHaveCount(JOBS, { timeout: 60_000 });
  expect(frames.length).toBeGreaterThan(SECONDS);
  const slow = frames.filter((milliseconds) => milliseconds > SLOW_FRAME_MS).length;
  const name = `${String(JOBS)} jobs, frames over ${String(SLOW_FRAME_MS)} ms of ${String(frames.length)}`;
  print(name, (100 * slow) / frames.length, 5, "%");
  print("  updates of each job", SECONDS / seconds, undefined, "/s");
});

test("a list with five hundred jobs scrolls", async ({ page, user }) => {
  await writeEndedJobs(user, LISTED);
  await open(page, user);
  const rows = page.locator(".job-row");
  await expect(rows).toHaveCount(50);
  await page.evaluate(countFrames);
  // It reads on by itself, as one comes near the end of what is there.
  for (let count = 50; count < LISTED; count = await rows.count()) {
    await page.evaluate(scrollBy, SCROLL_STEP);
    await expect.poll(() => rows.count()).toBeGreaterThan(count);
  }
  printSlow(`${String(LISTED)} jobs are read on`, await framesOf(page));
  await writeRound(user, 1, 0);
  await page.evaluate(countFrames);
  for (const step of [-SCROLL_STEP, SCROLL_STEP, -SCROLL_STEP]) await page.evaluate(scrollBy, step);
  const frames = await framesOf(page);
  printSlow(`${String(LISTED)} jobs scroll`, frames, 0);
  print("  the longest frame", Math.max(...frames), SLOW_FRAME_MS, "ms");
});

test("an idle page", async ({ page, user }) => {
  await writeEndedJobs(user, 1);
  await open(page, user);
  await expect(page.locator(".job-row")).toHaveCount(1);
  await page.waitForTimeout(SETTLE_MS);
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  // The real clock: moved on, it runs out for what waits for the network.
  await page.waitForTimeout(IDLE_MS);
  print("requests of an idle page in a minute", sent.length, 2, "");
});

test("the first load", async ({ page }) => {
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    const isPage = /\/(assets\/.*)?$/.test(response.url()) || response.url().endsWith("/jobs");
    if (isPage && response.url().startsWith(where().web)) bodies.push(response.body());
  });
  const kilobytes = async (): Promise<number> => {
    const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body, { level: 9 }).length);
    return sizes.reduce((sum, size) => sum + size, 0) / 1024;
  };
  await page.goto("/jobs");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  const before = await kilobytes();
  const firestore = page.waitForResponse(/\/assets\/cachedFirestore/);
  // One click and no second page, which would be counted, too.
  await page.getByRole("button", { name: /Ben Example/ }).click();
  await expect(page.getByRole("heading", { name: "No jobs yet" })).toBeVisible();
  await firestore;
  print("first load to sign in, gzipped", before, 200, "KB");
  print("first load signed in, with Firestore, gzipped", (await kilobytes()) - before, 200, "KB");
});

/** Write the documents of all jobs, spread evenly over a time. */
async function writeRound(user: User, round: number, overMs: number): Promise<void> {
  const running = Array.from({ length: JOBS }, (_, job) => ({
    name: `job${String(job)}`,
    seq: round,
    message: `round ${String(round)}`,
  }));
  const writes = Array.from({ length: PARTS }, async (_, part) => {
    await new Promise((resolve) => setTimeout(resolve, (overMs * part) / PARTS));
    await writeJobs(user, running.slice((part * JOBS) / PARTS, ((part + 1) * JOBS) / PARTS));
  });
  const rest = new Promise((resolve) => setTimeout(resolve, overMs));
  await Promise.all([...writes, rest]);
}

/** Have the page note when each "at …" is on the screen. */
async function watchPaints(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const paints: Record<string, number> = {};
    Object.assign(window, { paints });
    new MutationObserver(() => {
      // The percentage stands behind the message.
      const said = document.querySelector(".job-row p")?.textContent ?? "";
      const text = /^at \d+/.exec(said)?.[0];
      if (text === undefined || text in paints) return;
      paints[text] = 0;
      requestAnimationFrame(() => {
        // After the frame: a task that was posted in it runs when it has been painted.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          paints[text] = Date.now();
        };
        port2.postMessage(null);
      });
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
}

/** Wait until a message is painted, and say when it was. */
async function paintOf(page: Page, sentAt: number): Promise<number> {
  const paint = await page.waitForFunction(
    (text) => (window as unknown as { paints: Record<string, number> }).paints[text],
    `at ${String(sentAt)}`,
    { timeout: 20_000 },
  );
  return (await paint.jsonValue()) ?? 0;
}

/** Runs in the page: how long each frame lasts, from now on. */
function countFrames(): void {
  const frames: number[] = [];
  Object.assign(window, { frames });
  let before = performance.now();
  const next = (now: number): void => {
    // Counted anew, the count before ends.
    if ((window as unknown as { frames: number[] }).frames !== frames) return;
    frames.push(now - before);
    before = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}

/** Return how long each frame lasted since they are counted. */
async function framesOf(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => (window as unknown as { frames: readonly number[] }).frames);
}

/** Runs in the page: scroll to its end, or to its beginning, so far in each frame. */
async function scrollBy(step: number): Promise<void> {
  for (let before = Number.NaN; before !== scrollY;) {
    before = scrollY;
    window.scrollBy({ top: step, behavior: "instant" });
    await new Promise(requestAnimationFrame);
  }
}

function printSlow(name: string, frames: readonly number[], wanted?: number): void {
  const slow = frames.filter((milliseconds) => milliseconds > SLOW_FRAME_MS).length;
  const of = `over ${String(SLOW_FRAME_MS)} ms of ${String(frames.length)}`;
  print(`${name}, frames ${of}`, slow, wanted, "");
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length * percent) / 100)] ?? Number.NaN;
}
