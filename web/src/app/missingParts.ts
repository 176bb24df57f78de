/**
 * Parts of the app that do not come when they are needed. After a deployment the old ones are gone: the
 * page is then loaded anew, once, and what was filled in is kept as drafts. Otherwise, as without a
 * network, a reload would only lose the page.
 */

/** Which build this tab has been loaded anew for. */
const KEY = "careerlens:reloaded";

const missing = new WeakSet<object>();

/** Whether an error says that a part of the app did not come. */
export function isMissingPart(error: Error): boolean {
  return missing.has(error);
}

/**
 * Note that a part did not come, and load the page anew where it is gone.
 *
 * @param build The address of the page's own script, which is another one in each build.
 */
export async function noteMissingPart(
  error: Error,
  build: string,
  reload: () => void,
): Promise<void> {
  missing.add(error);
  // Without a network, or without a way to know that it was tried, the page stays.
  if (await isReplaced(build).catch(() => false)) reload();
}

/** Whether there is another build by now, and this one was not loaded anew before. */
async function isReplaced(build: string): Promise<boolean> {
  if (sessionStorage.getItem(KEY) === build) return false;
  const page = await fetch("/", { cache: "no-store" });
  if (!page.ok || (await page.text()).includes(build)) return false;
  sessionStorage.setItem(KEY, build);
  return true;
}
