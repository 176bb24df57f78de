/** Move from row to row by keys: the focus is on the current row's link. */

/** Focus the row that is so many further; 0 is the current one. Return its job. */
export function moveIn(list: HTMLElement | null, step: number): string | undefined {
  const rows = [...(list?.querySelectorAll<HTMLElement>(".job-row") ?? [])];
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  if (current < 0 && step === 0) return undefined;
  const next = current < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, current + step));
  const link = rows[next]?.querySelector<HTMLAnchorElement>("a.job-name");
  link?.focus();
  const path = link?.getAttribute("href")?.split("/").at(-1);
  return path === undefined ? undefined : decodeURIComponent(path);
}
