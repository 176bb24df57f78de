/** Light, dark, or as the system has it; kept on this device. */

const KEY = "careerlens-theme";

/** What a user can choose. */
export type Theme = "system" | "light" | "dark";

/** Return what this device has chosen. */
export function readTheme(): Theme {
  const kept = read();
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** Show a theme from now on. */
export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Where nothing may be kept, it lasts as long as the page.
  }
  showTheme(theme);
}

/** Have the page look so. */
export function showTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
