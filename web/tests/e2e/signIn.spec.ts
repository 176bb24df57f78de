/** How a user comes in: by a link, with a keyboard, on another device, and what stops them. */
import type { Page } from "@playwright/test";

import { where, type User } from "./support/cloud.js";
import { askForLink, expect, test } from "./support/test.js";

test("a link signs in, by keyboard, on the page that was asked for", async ({ page, user }) => {
  await page.goto("/jobs?status=failed");
  await page.getByLabel("E-mail").focus();
  await page.keyboard.type(user.email);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await seeSignedIn(page, user);
  // The code is no part of the page's address, and the address is kept in the session only.
  await expect(page).toHaveURL(`${where().web}/jobs?status=failed`);
  const kept = await page.evaluate(() =>
    Object.entries(localStorage).filter(([key]) => !key.startsWith("firebase:authUser:")),
  );
  expect(JSON.stringify(kept)).not.toContain(user.email);
});

test("a link that is opened on another device asks whose it is", async ({
  page,
  browser,
  user,
}) => {
  const link = await linkOf(page, user);
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  const address = other.getByLabel("Which address was the link sent to?");
  await expect(address).toBeFocused();
  await address.fill("mallory@careerlens.test");
  await other.keyboard.press("Enter");
  await expect(other.getByRole("alert")).toHaveText(
    "The link was not sent to this address. Type the one that it was sent to.",
  );
  await address.fill(user.email);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await seeSignedIn(other, user);
  await other.context().close();
});

test("a link that was used is said to be, and a new one can be had", async ({
  page,
  browser,
  user,
}) => {
  const link = await linkOf(page, user);
  await page.goto(link);
  await seeSignedIn(page, user);
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await other.getByLabel("Which address was the link sent to?").fill(user.email);
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other.getByRole("alert")).toHaveText(
    "This link was used before, or is too old. Have a new one sent.",
  );
  await askForLink(other, user.email);
  await other.getByRole("link", { name: "Open the link" }).click();
  await seeSignedIn(other, user);
  await other.context().close();
});

test("who is signed in already stays who they are, also once they sign out", async ({
  page,
  user,
}) => {
  const link = await linkOf(page, user);
  await page.getByRole("button", { name: /Ada Example/ }).click();
  await seeSignedIn(page, { email: "Ada Example" });
  await page.goto(link);
  await seeSignedIn(page, { email: "Ada Example" });
  await page.getByRole("button", { name: /account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByLabel("E-mail")).toBeVisible();
});

test("what stops a user is said in a sentence", async ({ page, user }) => {
  await page.goto("/");
  for (const [message, sentence] of [
    ["TOO_MANY_ATTEMPTS_TRY_LATER", /too many tries/],
    ["QUOTA_EXCEEDED : Exceeded daily quota for email sign-in.", /No more links can be sent now/],
    ["OPERATION_NOT_ALLOWED", /does not let you sign in that way/],
    ["UNAUTHORIZED_DOMAIN", /does not know the address of this page/],
  ] as const) {
    const json = { error: { code: 400, message } };
    await page.route("**/accounts:sendOobCode*", (route) => route.fulfill({ status: 400, json }));
    await page.getByLabel("E-mail").fill(user.email);
    await page.getByRole("button", { name: "Send me a link" }).click();
    await expect(page.getByRole("alert")).toHaveText(sentence);
    await page.unroute("**/accounts:sendOobCode*");
  }
});

test("the page offers what the deployment has, and nothing else", async ({ page }) => {
  const ways = {
    google: /Google/,
    anonymous: /without an account/,
    "email-link": /Send me a link/,
  };
  for (const [way, name] of Object.entries(ways)) {
    await page.route("**/deployment.json", (route) =>
      route.fulfill({ json: { projectId: where().project, apiKey: "x", signIn: [way] } }),
    );
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    const offered = page.getByRole("main").getByRole("button").filter({ visible: true });
    await expect(offered).toHaveText([name]);
    await page.unroute("**/deployment.json");
  }
});

test("a guest needs no address", async ({ page }) => {
  await page.goto("/jobs");
  await page.getByRole("button", { name: "Try it without an account" }).click();
  await seeSignedIn(page, { email: "Guest" });
});

/** Ask for a link, and return it, unopened. */
async function linkOf(page: Page, user: User): Promise<string> {
  await page.goto("/jobs");
  await askForLink(page, user.email);
  const link = await page.getByRole("link", { name: "Open the link" }).getAttribute("href");
  await page.getByRole("button", { name: "Use another address" }).click();
  return link ?? "";
}

async function seeSignedIn(page: Page, { email }: { readonly email: string }): Promise<void> {
  await expect(
    page.getByRole("button", { name: `account of ${email}`, exact: false }),
  ).toBeVisible();
}
