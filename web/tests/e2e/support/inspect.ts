/** How a page looks with each width, light and dark; and whether it is accessible. */
import { fileURLToPath } from "node:url";

import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

import { OUTPUT } from "./cloud.js";

const WIDTHS = [390, 768, 1280, 1920];
/** A phone's page and a desk's show other parts: both are judged. */
const JUDGED = [390, 1920];
const THEMES = ["light", "dark"] as const;

/** Look at a page with each width, light and dark: keep how it looks, and have it judged. */
export async function inspect(page: Page, name: string): Promise<void> {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      const what = `${name}-${String(width)}-${colorScheme}`;
      await page.setViewportSize({ width, height: 900 });
      await photograph(page, what);
      if (JUDGED.includes(width)) await judge(page, what);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}

async function photograph(page: Page, name: string): Promise<void> {
  const path = fileURLToPath(new URL(`screenshots/${name}.png`, OUTPUT));
  await page.screenshot({ path, fullPage: true, animations: "disabled" });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${name} is too wide by`).toBeLessThanOrEqual(0);
}

async function judge(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const said = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`,
  );
  expect.soft(said, `axe about ${name}`).toEqual([]);
}
