/** The tests' own `test`: a user of its own for each, and no page that breaks unnoticed. */
import {
  test as base,
  expect,
  type BrowserContext,
  type Locator,
  type Page,
} from "@playwright/test";

import { hold, letGo, newUser, submit, where, type User } from "./cloud.js";

export { expect };

/** Firestore asks for it to find out whether there is a network; that it may not changes nothing. */
const PROBE = "https://www.google.com/images/cleardot.gif";

interface Fixtures {
  /** A user that no other test knows. */
  readonly user: User;
  /** Every page's defects: what it threw, and what its policy has refused. */
  readonly defects: string[];
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, give) => give(where().web), // eslint-disable-line no-empty-pattern
  user: async ({}, give) => give(await newUser()), // eslint-disable-line no-empty-pattern
  defects: [
    async ({ context }, give) => {
      const defects: string[] = [];
      context.on("weberror", (error) => defects.push(error.error().message));
      context.on("console", (message) => {
        const text = message.text();
        if (/content security policy/i.test(text) && !text.includes(PROBE)) defects.push(text);
      });
      await context.addInitScript(rememberAnnouncements);
      await give(defects);
      letGo();
      expect(defects).toEqual([]);
    },
    { auto: true },
  ],
});

/** What the page has announced to a screen reader, in order. */
export async function announced(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (window as unknown as { announced: string[] }).announced);
}

/** Runs in every page, before its own scripts. */
function rememberAnnouncements(): void {
  const announcements: string[] = [];
  Object.assign(window, { announced: announcements });
  new MutationObserver(() => {
    const text = document.querySelector(".clj-notifications [role=status]")?.textContent ?? "";
    if (text && announcements.at(-1) !== text) announcements.push(text);
  }).observe(document, { childList: true, characterData: true, subtree: true });
}

/** Sign in at the page that is open. */
export async function signIn(page: Page, { email }: User): Promise<void> {
  await askForLink(page, email);
  await page.getByRole("link", { name: "Open the link" }).click();
  await expect(page.getByRole("button", { name: /account of/ })).toBeVisible();
}

/** Have a link sent from the page that is open. */
export async function askForLink(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeFocused();
}

/** Open the app, and sign in. */
export async function open(page: Page, user: User, path = "/jobs"): Promise<void> {
  await page.goto(path);
  await signIn(page, user);
}

/** Open one more page of a signed-in user. */
export async function openAnother(context: BrowserContext, path = "/jobs"): Promise<Page> {
  const page = await context.newPage();
  await page.goto(path);
  await expect(page.getByRole("button", { name: /account of/ })).toBeVisible();
  return page;
}

/** The notifications. */
export function toasts(page: Page): Locator {
  return page.getByRole("region", { name: "Background jobs" }).getByRole("listitem");
}

/** Return the address of a job's page. */
export function jobPath(jobId: string): string {
  return `/jobs/${encodeURIComponent(jobId)}`;
}

/** Submit a job that does not end by itself, and open its page while it runs. */
export async function openRunningJob(page: Page, user: User, request?: object): Promise<string> {
  hold();
  await open(page, user);
  const jobId = await submit(user, request);
  await page.goto(jobPath(jobId));
  await seeRunning(page);
  return jobId;
}

/** Wait until a job runs, and stands at its last step. */
export async function seeRunning(page: Page): Promise<void> {
  await expect(page.locator("main").getByRole("progressbar").first()).toHaveAttribute(
    "aria-valuenow",
    /[1-9]/,
  );
}
