/** What progress survives: reloads, closed pages, more tabs, no network, blocked listening. */
import type { BrowserContext, Page } from "@playwright/test";

import {
  ANOTHER,
  hold,
  letGo,
  newUser,
  RESULT,
  submit,
  type User,
  waitForStatus,
  where,
} from "./support/cloud.js";
import {
  announced,
  expect,
  jobPath,
  open,
  openAnother,
  openRunningJob,
  seeRunning,
  signIn,
  test,
  toasts,
} from "./support/test.js";

const OFFLINE = /You are offline/;
const BLOCKED = /Live updates are blocked/;
const LAST_STATE = /last state this device knows/;
/** What Firestore's listeners go through. */
const CHANNEL = () => `${where().firestore}/google.firestore.v1.Firestore/Listen/**`;

test("a reload in the middle loses nothing", async ({ page, user }) => {
  await openRunningJob(page, user);
  await page.reload();
  await seeRunning(page);
  letGo();
  await expect(page.getByText(RESULT).first()).toBeVisible();
  await expect.poll(() => announced(page)).toHaveLength(1);
});

test("what ended while the page was closed is announced once", async ({ page, context, user }) => {
  hold();
  await open(page, user);
  const jobId = await submit(user);
  await seeRunning(page);
  await page.close();
  letGo();
  await waitForStatus(user, jobId, "succeeded");

  const second = await openAnother(context, "/new");
  await expect(toasts(second).getByRole("link", { name: /Open result/ })).toHaveCount(1);
  await expect.poll(() => announced(second)).toHaveLength(1);
  await second.close();

  const third = await openAnother(context, "/new");
  await seeAnotherEnd(third, user);
  expect(await announced(third)).toEqual([expect.stringMatching(/^Another text/)]);
});

test("of two tabs one announces", async ({ page, context, user }) => {
  hold();
  await open(page, user, "/new");
  const other = await openAnother(context, "/new");
  await submit(user);
  for (const tab of [page, other]) {
    await expect(toasts(tab).getByRole("progressbar")).toBeVisible();
  }
  letGo();
  for (const tab of [page, other]) {
    await expect(toasts(tab).getByRole("link", { name: /Open result/ })).toBeVisible();
  }
  const announcedInAll = async (): Promise<readonly string[]> =>
    (await Promise.all([announced(page), announced(other)])).flat();
  await expect.poll(announcedInAll).toHaveLength(1);
  // The end of a later job shows that nothing more came of the first.
  await submit(user, ANOTHER);
  await expect.poll(async () => (await announcedInAll()).filter(isTheOther)).toHaveLength(1);
  expect(await announcedInAll()).toHaveLength(2);
});

test("without a network the last state is shown, and it goes on by itself", async ({
  page,
  context,
  user,
}) => {
  await openRunningJob(page, user);
  const setNetwork = await networkOf(context, page);
  await setNetwork(false);
  await expect(page.getByText(OFFLINE).first()).toBeVisible();
  await seeRunning(page);
  letGo();
  await setNetwork(true);
  await expect(page.getByText(RESULT).first()).toBeVisible();
  await expect(page.getByText(OFFLINE)).toHaveCount(0);
});

test("before the first live update the last state is shown, and marked as such", async ({
  page,
  context,
  user,
}) => {
  await openRunningJob(page, user);
  await context.route(CHANNEL(), (route) => route.abort());
  await context.route("**/api/jobs**", (route) => route.abort());
  await page.reload();
  await seeRunning(page);
  await expect(page.getByText(LAST_STATE).first()).toBeVisible();
  await context.unroute("**/api/jobs**");
  await context.unroute(CHANNEL());
  letGo();
  await expect(page.getByText(RESULT).first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText(LAST_STATE)).toHaveCount(0);
});

test("where listening is blocked it polls, and listens again once it can", async ({
  page,
  context,
  user,
}) => {
  await context.route(CHANNEL(), (route) => route.abort());
  hold();
  await open(page, user);
  const jobId = await submit(user);
  await expect(page.getByText(BLOCKED).first()).toBeVisible({ timeout: 25_000 });
  await expect(
    page.getByRole("list", { name: "Jobs", exact: true }).locator(".job-row"),
  ).toHaveCount(1);
  await seeRunning(page);
  letGo();
  await waitForStatus(user, jobId, "succeeded");
  await expect(page.locator(".job-row").getByText("Done", { exact: true })).toBeVisible();

  await context.unroute(CHANNEL());
  await expect(page.getByText(BLOCKED)).toHaveCount(0, { timeout: 40_000 });
  await seeAnotherEnd(page, user);
});

test("an app that does not come says so, and comes when it is tried again", async ({ page }) => {
  await page.route("**/assets/startApp-*.js", (route) => route.abort());
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "CareerLens cannot be reached" })).toBeVisible();
  await page.unroute("**/assets/startApp-*.js");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a part that is gone after a deployment has the page loaded anew, once", async ({
  page,
  user,
}) => {
  const GONE = "**/assets/AccountPage-*.js";
  await open(page, user);
  await page.route(GONE, (route) => route.fulfill({ status: 404 }));
  // What the page asks for to know the build of now; a load of the page itself is let through.
  await page.route("/", (route) =>
    route.request().resourceType() === "fetch"
      ? route.fulfill({ body: "another build" })
      : route.fallback(),
  );
  let loads = 0;
  page.on("domcontentloaded", () => (loads += 1));
  await page.goto("/account");
  await expect.poll(() => loads).toBe(2);
  await expect(page.getByText("A part of this page did not come.")).toBeVisible();
  expect(loads).toBe(2);
  await page.unroute(GONE);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "What you have used" })).toBeVisible();
});

test("another user sees nothing of it, not even on the same device", async ({ page, user }) => {
  await open(page, user);
  const jobId = await submit(user);
  await waitForStatus(user, jobId, "succeeded");
  await expect(page.locator(".job-row").getByText("Done", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: /account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect.poll(() => kept(page, user.uid)).toBe(false);

  await signIn(page, await newUser());
  await expect(page.getByRole("heading", { name: "No jobs yet" })).toBeVisible();
  await page.goto(jobPath(jobId));
  await expect(page.getByRole("heading", { name: "There is no such job" })).toBeVisible();
  await expect(toasts(page)).toHaveCount(0);
});

function isTheOther(text: string): boolean {
  return text.startsWith(ANOTHER.text);
}

/** Have a job end, and see it announced. */
async function seeAnotherEnd(page: Page, user: User): Promise<void> {
  await submit(user, ANOTHER);
  await expect.poll(async () => (await announced(page)).filter(isTheOther)).toHaveLength(1);
}

/** Return the switch of a page's network, which is Chromium's own. */
async function networkOf(
  context: BrowserContext,
  page: Page,
): Promise<(isThere: boolean) => Promise<void>> {
  // One session for both: each has a switch of its own, and one that is off is enough.
  const devTools = await context.newCDPSession(page);
  await devTools.send("Network.enable");
  return async (isThere) => {
    await devTools.send("Network.emulateNetworkConditions", {
      offline: !isThere,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  };
}

/** Whether this device keeps anything of a user. */
async function kept(page: Page, uid: string): Promise<boolean> {
  return page.evaluate((id) => JSON.stringify(localStorage).includes(id), uid);
}
