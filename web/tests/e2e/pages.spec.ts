/** How each page looks, on a phone, a tablet and a desk; and whether it is accessible. */
import { readdirSync, readFileSync } from "node:fs";

import { ROOT, submit, userOf, waitForStatus, where } from "./support/cloud.js";
import { inspect } from "./support/inspect.js";
import { SKILL_GAP } from "./support/skillGap.js";
import { askForLink, expect, jobPath, open, openRunningJob, test } from "./support/test.js";

const REQUESTS = new URL("infra/local/stand_ins/sample_data/requests/", ROOT);

// Each page is looked at eight times.
test.describe.configure({ timeout: 360_000 });

test("the pages before a job", async ({ page, user }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await inspect(page, "sign-in");
  await askForLink(page, user.email);
  await inspect(page, "sign-in-sent");

  await open(page, user);
  await expect(page.getByRole("heading", { name: "No jobs yet" })).toBeVisible();
  await inspect(page, "no-jobs");
  for (const type of ["skill-gap-analysis", "resume-optimization", "career-insights"]) {
    await page.goto(`/new/${type}`);
    await expect(page.getByRole("form")).toBeVisible();
    await inspect(page, `new-${type}`);
  }
  await page.getByRole("form").getByRole("button").last().click();
  await expect(page.locator(".fault").first()).toBeVisible();
  await inspect(page, "new-refused");
  await page.goto("/nowhere/at/all");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await inspect(page, "missing");
});

test("a job that cannot work, and what is notified of it", async ({ page, user }) => {
  await open(page, user, "/new");
  const jobId = await submit(user, { ...SKILL_GAP, targetRole: "Astronaut" });
  await expect(page.getByText(/^There are no postings of that role/).first()).toBeVisible();
  await inspect(page, "notified");
  await page.goto(jobPath(jobId));
  await expect(page.getByRole("heading", { name: "What you can do" })).toBeVisible();
  await expect(page.locator("main").getByRole("button", { name: "Try again" })).toHaveCount(0);
  await inspect(page, "job-failed");
});

test("a job's page, while it runs and after", async ({ page, user }) => {
  await openRunningJob(page, user, SKILL_GAP);
  await inspect(page, "job-running");
  await page.locator("main").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "You cancelled this" })).toBeVisible();
  await inspect(page, "job-cancelled");
});

for (const [name, file, heading] of [
  ["skill-gap", "skill-gap-analysis/01-data-engineer.json", "What the role asks for"],
  ["insights", "career-insights/01-healthcare.json", /pay/i],
  ["resume", "resume-optimization/01-data-engineer.json", /no new facts/],
  ["report", "career-report/01-data-engineer.json", "What to learn"],
] as const) {
  test(`the result of ${name}`, async ({ page, user }) => {
    const request = JSON.parse(readFileSync(new URL(file, REQUESTS), "utf8")) as object;
    const jobId = await submit(user, request);
    await open(page, user, jobPath(jobId));
    await expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Print" })).toBeVisible();
    await inspect(page, `result-${name}`);
  });
}

test("the list of jobs, and the account", async ({ page }) => {
  const operator = await userOf("operator@careerlens.test");
  for (const file of readdirSync(new URL("career-insights/", REQUESTS))) {
    const text = readFileSync(new URL(`career-insights/${file}`, REQUESTS), "utf8");
    const request = JSON.parse(text) as object;
    const jobId = await submit(operator, { ...request, options: { tags: ["market"] } });
    await waitForStatus(operator, jobId, "succeeded");
  }
  await open(page, operator);
  await expect(page.locator(".job-row")).not.toHaveCount(0);
  await inspect(page, "jobs");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await inspect(page, "jobs-chosen");
  await page.getByRole("button", { name: "Delete 1" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await inspect(page, "dialog");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.goto("/account");
  await expect(page.getByText("Spent today")).toBeVisible();
  await inspect(page, "account");
});

test("the console says how the queue stands, and retries what failed", async ({ page }) => {
  const operator = await userOf("operator@careerlens.test");
  const lost = { type: "career-insights", domain: "Underwater basket weaving" };
  await waitForStatus(operator, await submit(operator, lost), "failed");
  await open(page, operator, "/operator");
  await expect(page.getByRole("heading", { name: "Failures by code" })).toBeVisible();
  await page.getByRole("group", { name: /^Jobs, arrow keys/ }).press("ArrowLeft");
  await expect(page.getByText(/submitted, \d+ done/).first()).toBeVisible();
  await inspect(page, "console-now");
  await page.getByRole("link", { name: "failed-precondition" }).click();
  await expect(page).toHaveURL(/\/operator\/jobs\?status=failed&code=failed-precondition/);
  await expect(page.getByRole("table")).toBeVisible();
  await inspect(page, "console-jobs");
  await page.getByRole("button", { name: /^Retry \d+…/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Retry" }).click();
  await expect(page.getByText(/^\d+ done/)).toBeVisible();
  await page.goto("/operator/audit");
  await expect(page.getByRole("cell", { name: "retry" }).first()).toBeVisible();
  await inspect(page, "console-audit");
  await page.goto("/operator/jobs?type=career-insights");
  await page.getByRole("table").getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "Line of time" })).toBeVisible();
  await expect(page.getByRole("rowheader", { name: /^Attempt 1/ })).toBeVisible();
  await inspect(page, "console-job");
});

test("the console pauses the queue of jobs, and resumes it", async ({ page }) => {
  const operator = await userOf("operator@careerlens.test");
  await open(page, operator, "/operator");
  await page.getByRole("button", { name: "Pause the queue of jobs…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("The queue of jobs is paused.")).toBeVisible();
  await inspect(page, "console-paused");
  await page.getByRole("button", { name: "Resume the queue of jobs" }).click();
  await expect(page.getByText("The queue of jobs runs.")).toBeVisible();
  await page.goto("/operator/audit");
  await expect(page.getByRole("cell", { name: "resume-queue" }).first()).toBeVisible();
});

test("an operator's page shows nothing to other users", async ({ page, user }) => {
  await open(page, user, "/operator");
  await expect(page.getByRole("heading", { name: "For operators only" })).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  const answer = await page.request.get("/api/operator/overview", {
    headers: { authorization: `Bearer ${user.token}` },
  });
  expect([403, 404]).toContain(answer.status());
  await inspect(page, "operator-stranger");
});

test("the page is still there when the API is not", async ({ page, user }) => {
  await page.route(`${where().web}/api/**`, (route) => route.abort());
  await open(page, user, "/new");
  await expect(page.getByRole("alert")).toBeVisible();
  await inspect(page, "new-unreachable");
});
