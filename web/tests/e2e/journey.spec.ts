/** What a person does: ask, look on, read, stop; with a mouse, and without one. */
import type { Locator, Page } from "@playwright/test";

import { hold, letGo } from "./support/cloud.js";
import { expect, open, openRunningJob, seeRunning, test, toasts } from "./support/test.js";

test("a job is submitted, shows its progress, and then its result", async ({ page, user }) => {
  hold();
  await open(page, user, "/new");
  await page.getByRole("link", { name: /Skill gap analysis/ }).click();
  const form = page.getByRole("form", { name: "Skill gap analysis" });
  await form.getByLabel("Target role").fill("Data Engineer");
  await form.getByLabel("Current skills").fill("Python, SQL,");
  await form.getByRole("button", { name: /skill gap analysis/i }).click();

  await expect(page).toHaveURL(/\/jobs\/.+/);
  await seeRunning(page);
  await expect(page.getByLabel("What is written so far")).toBeVisible();
  await expect(toasts(page).getByRole("progressbar")).toBeVisible();

  letGo();
  await expect(page.getByRole("heading", { name: "What is missing" })).toBeVisible();
  await expect(page.getByLabel("About this job").getByText("Data Engineer")).toBeVisible();
  await expect(toasts(page).getByRole("link", { name: /Open result/ })).toBeVisible();
});

test("a double click makes one job", async ({ page, user }) => {
  hold();
  await open(page, user, "/new/career-insights");
  const form = page.getByRole("form", { name: "Career insights" });
  await form.getByLabel("Domain").fill("Healthcare");
  await form.getByRole("button", { name: /career insights/i }).dblclick();
  await seeRunning(page);
  await page.getByRole("navigation", { name: "Main" }).getByText("My jobs").click();
  await expect(page.getByRole("list", { name: "Jobs" }).locator(".job-row")).toHaveCount(1);
});

test("a job is cancelled, and run once more", async ({ page, user }) => {
  await openRunningJob(page, user);
  await page.locator("main").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "You cancelled this" })).toBeVisible();
  letGo();
  await page.locator("main").getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "What is missing" })).toBeVisible();
});

test("a keyboard is enough", async ({ page, user }) => {
  hold();
  const { keyboard } = page;
  await page.goto("/new");
  await tabTo(page, page.getByLabel("E-mail"));
  await keyboard.type(user.email);
  await keyboard.press("Enter");

  await tabTo(page, page.getByRole("link", { name: /Skill gap analysis/ }));
  await keyboard.press("Enter");
  await tabTo(page, page.getByLabel("Target role"));
  await keyboard.type("Data Engineer");
  await tabTo(page, page.getByLabel("Current skills"));
  await keyboard.type("Python");
  await keyboard.press("Enter");
  await tabTo(page, page.locator("form").getByRole("button", { name: /skill gap analysis/i }));
  await keyboard.press("Enter");

  await seeRunning(page);
  await tabTo(page, page.locator("main").getByRole("button", { name: "Cancel" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "You cancelled this" })).toBeVisible();
  letGo();
  await tabTo(page, toasts(page).getByRole("button", { name: /^Try again/ }));
  await keyboard.press("Enter");
  const result = toasts(page).getByRole("link", { name: /^Open result/ });
  await expect(result).toBeVisible();
  await tabTo(page, result);
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "What is missing" })).toBeVisible();
  await expect(toasts(page)).toHaveCount(0);
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
