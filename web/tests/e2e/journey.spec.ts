/** What a person does: ask, look on, read, stop; with a mouse, and without one. */
import { fileURLToPath } from "node:url";

import type { Locator, Page, Route } from "@playwright/test";

import { hold, letGo, OUTPUT, submit, waitForStatus } from "./support/cloud.js";
import { SKILL_GAP } from "./support/skillGap.js";
import { expect, open, openRunningJob, seeRunning, test, toasts } from "./support/test.js";

/** The field for the role, before its suggestions are loaded and after. */
const ROLE = '[data-field="targetRole"]';

test("a job is submitted, shows its progress, and then its result", async ({ page, user }) => {
  hold();
  await open(page, user, "/new");
  await page.getByRole("link", { name: /^Skill gap/ }).click();
  const form = page.getByRole("form", { name: "Skill gap analysis" });
  await page.locator(ROLE).fill("Data Engineer");
  await form.getByLabel("Current skills").fill("Python, SQL,");
  await form.getByRole("button", { name: "Find my gap" }).click();

  await expect(page).toHaveURL(/\/jobs\/.+/);
  await seeRunning(page);
  await expect(page.getByLabel("What is written so far")).toBeVisible();
  // The page shows it: a notification would say it twice.
  await expect(toasts(page)).toHaveCount(0);
  await expect(page).toHaveTitle(/^\d+% Data Engineer/);

  letGo();
  await expect(page.getByRole("heading", { name: "What the role asks for" })).toBeVisible();
  await expect(page.getByLabel("About this job").getByText("Data Engineer")).toBeVisible();
  await expect(page).toHaveTitle(/^Data Engineer/);
});

test("what is not on the screen is notified, and opened from there", async ({ page, user }) => {
  hold();
  await open(page, user, "/new");
  await submit(user, SKILL_GAP);
  await expect(toasts(page).getByRole("progressbar")).toBeVisible();
  letGo();
  await toasts(page).getByRole("link", { name: "Open result: Data Engineer" }).click();
  await expect(page.getByRole("heading", { name: "What the role asks for" })).toBeVisible();
  await expect(toasts(page)).toHaveCount(0);
});

test("a draft survives a reload, and goes with the user", async ({ page, user }) => {
  await open(page, user, "/new/skill-gap-analysis");
  await page.locator(ROLE).fill("Astronaut");
  await expect(page.getByText("Your draft is kept on this device.")).toBeVisible();
  await page.getByRole("link", { name: /^Career insights/ }).click();
  await page.reload();
  await page.goto("/new/skill-gap-analysis");
  await expect(page.locator(ROLE)).toHaveValue("Astronaut");
  await page.getByRole("button", { name: /account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).not.toContain("Astro");
});

test("the list is made dense: thirty rows on a laptop, and it stays so", async ({ page, user }) => {
  hold();
  await submit(user, SKILL_GAP);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.route("**/api/jobs?**", repeatFirst);
  await page.route("**/api/jobs", repeatFirst);
  await open(page, user);
  const rows = page.getByRole("list", { name: "Jobs", exact: true }).locator(".job-row");
  await expect(rows).toHaveCount(41);
  expect(await rowsInView(page)).toBeLessThan(30);
  await page.getByRole("radio", { name: "Comfortable" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Compact" })).toBeChecked();
  expect(await rowsInView(page)).toBeGreaterThanOrEqual(30);
  await page.keyboard.press("d");
  await expect(page.getByRole("radio", { name: "Comfortable" })).toBeChecked();
  await page.keyboard.press("d");
  await page.reload();
  await expect(rows).toHaveCount(41);
  await expect(page.getByRole("radio", { name: "Compact" })).toBeChecked();
  expect(await rowsInView(page)).toBeGreaterThanOrEqual(30);
  await page.screenshot({ path: fileURLToPath(new URL("screenshots/jobs-compact.png", OUTPUT)) });
});

/** Answer with forty older jobs besides, each as the first one, and done. */
async function repeatFirst(route: Route): Promise<void> {
  if (route.request().method() !== "GET") return route.fallback();
  const response = await route.fetch();
  const page = (await response.json()) as { jobs: { jobId: string; createdAt: string }[] };
  const [first] = page.jobs;
  if (first === undefined) return route.fulfill({ response });
  const { createdAt } = first;
  const done = { status: "succeeded", attempt: 1, startedAt: createdAt, finishedAt: createdAt };
  const others = Array.from({ length: 40 }, (_, index) => ({
    ...{ ...first, ...done, summary: "It is done." },
    jobId: `${first.jobId}-${String(index)}`,
    createdAt: new Date(Date.parse(createdAt) - index - 1).toISOString(),
  }));
  return route.fulfill({ response, json: { ...page, jobs: [first, ...others] } });
}

/** Return how many rows of the list are seen whole without scrolling. */
async function rowsInView(page: Page): Promise<number> {
  return page
    .locator(".job-row")
    .evaluateAll(
      (rows) => rows.filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length,
    );
}

test("the list is searched, filtered and moved through by keys", async ({ page, user }) => {
  for (const domain of ["Healthcare", "Energy"])
    await waitForStatus(user, await submit(user, { type: "career-insights", domain }), "succeeded");
  await open(page, user);
  const rows = page.getByRole("list", { name: "Jobs", exact: true }).locator(".job-row");
  await expect(rows).toHaveCount(2);
  await page.keyboard.press("/");
  await page.keyboard.type("ener");
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/q=ener/);
  await page.goBack();
  await expect(rows).toHaveCount(2);
  await page.locator("main").click({ position: { x: 5, y: 5 } });
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByRole("button", { name: "Delete 1" }).click();
  const dialog = page.getByRole("alertdialog", { name: /^Delete “Healthcare/ });
  await expect(dialog.getByRole("button", { name: "Keep" })).toBeFocused();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(rows).toHaveCount(1);
  await page.getByRole("navigation", { name: "States" }).getByText("Failed").click();
  await expect(page.getByRole("heading", { name: "No job matches" })).toBeVisible();
});

test("a double click makes one job", async ({ page, user }) => {
  hold();
  await open(page, user, "/new/career-insights");
  const form = page.getByRole("form", { name: "Career insights" });
  await page.locator('[data-field="domain"]').fill("Healthcare");
  await page.keyboard.press("Tab");
  await form.getByRole("button", { name: "Look at the market" }).dblclick();
  await seeRunning(page);
  await page.getByRole("navigation", { name: "Main" }).getByText("My jobs").click();
  await expect(
    page.getByRole("list", { name: "Jobs", exact: true }).locator(".job-row"),
  ).toHaveCount(1);
});

test("a job is cancelled, and run once more", async ({ page, user }) => {
  await openRunningJob(page, user, SKILL_GAP);
  await page.locator("main").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "You cancelled this" })).toBeVisible();
  letGo();
  await page.locator("main").getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "What the role asks for" })).toBeVisible();
});

test("a keyboard is enough", async ({ page, user }) => {
  hold();
  const { keyboard } = page;
  await page.goto("/new");
  await tabTo(page, page.getByLabel("E-mail"));
  await keyboard.type(user.email);
  await keyboard.press("Enter");
  await tabTo(page, page.getByRole("link", { name: "Open the link" }));
  await keyboard.press("Enter");

  await tabTo(page, page.getByRole("link", { name: /^Skill gap/ }));
  await keyboard.press("Enter");
  await tabTo(page, page.locator(ROLE));
  await keyboard.type("Data Engineer");
  await tabTo(page, page.getByLabel("Current skills"));
  await keyboard.type("Python");
  await keyboard.press("Enter");
  await tabTo(page, page.locator("main form").getByRole("button", { name: "Find my gap" }));
  await keyboard.press("Enter");

  await seeRunning(page);
  await tabTo(page, page.locator("main").getByRole("button", { name: "Cancel" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "You cancelled this" })).toBeVisible();
  letGo();
  await tabTo(page, page.locator("main").getByRole("button", { name: "Try again" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "What the role asks for" })).toBeVisible();
  await tabTo(page, page.locator("main").getByRole("link", { name: "My jobs" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "My jobs" })).toBeVisible();
  await keyboard.press("j");
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "What the role asks for" })).toBeVisible();
});

const MOST_TABS = 60;

/** Press Tab until something has the focus, as a user does who has no mouse. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  await goal.waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`It cannot be reached by ${String(MOST_TABS)} Tabs: ${goal.toString()}`);
}
