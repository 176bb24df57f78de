/** A job asks its owner, wherever they are, and goes on with the answer. */
import { ask } from "./support/cloud.js";
import { expect, open, test, toasts } from "./support/test.js";

const RESUME = `Ada Example
ada@example.com | +44 20 7946 0000

WORK EXPERIENCE
Analyst, Northwind, London, Mar 2019 - Feb 2022
- Responsible for preparing weekly reports
- Trained new users
- Cut the nightly load from 5 hours to 40 minutes

EDUCATION
BSc Mathematics, 2015 - 2018
`;

test("a résumé's review asks for figures, and writes them in", async ({ page, user }) => {
  await open(page, user, "/new/resume-optimization");
  const form = page.getByRole("form", { name: "Résumé optimization" });
  await page.locator('[data-field="targetRole"]').fill("Data Engineer");
  await page.keyboard.press("Tab");
  const file = { name: "ada.txt", mimeType: "text/plain", buffer: Buffer.from(RESUME) };
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(form.getByLabel("Ask me for missing figures")).toBeChecked();
  await form.getByRole("button", { name: "Sharpen my résumé" }).click();
  await expect(page).toHaveURL(/\/jobs\/.+/);
  const asks = "2 bullets lack a figure that only you know. Which of them can you give?";
  const question = page.getByRole("form", { name: asks });
  await expect(question).toBeVisible();

  // Elsewhere it is found, too: by a notification, and in the list.
  const main = page.getByRole("navigation", { name: "Main" });
  await main.getByText("New").click();
  await expect(toasts(page).getByText(asks)).toBeVisible();
  await main.getByText("My jobs").click();
  const rows = page.getByRole("list", { name: "Jobs", exact: true }).locator(".job-row");
  await expect(rows.first()).toContainText(/needs your answer/i);
  await rows.first().getByRole("link").first().click();

  // What the review has found so far is there to be read meanwhile.
  await expect(page.getByText("First result")).toBeVisible();
  await expect(page.getByText("Prepared weekly reports", { exact: true })).toBeVisible();
  await expect(question.getByText("Trained new users")).toBeVisible();
  await question.getByLabel("How many reports?").fill("asdf");
  await question.getByLabel("How many users?").fill("about 40");
  await question.getByRole("button", { name: /^Send/ }).click();
  await expect(question.getByText("Say it with a figure")).toBeVisible();
  await question.getByLabel("How many reports?").fill("");
  await question.getByRole("button", { name: /^Send/ }).click();

  await expect(page.getByText(/Trained about 40 new users/).first()).toBeVisible();
  await expect(page.getByText(/The figure is yours/).first()).toBeVisible();
  const jobId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const { result } = (await ask(user, `/api/jobs/${jobId}`)) as {
    result: { improvedText: string; questions: readonly { question: string }[] };
  };
  expect(result.improvedText).toContain("- Trained about 40 new users\n");
  expect(result.questions.map(({ question: open }) => open)).toEqual(["How many reports?"]);
});
