/** Light, dark, or as the system has it; kept on this device. */
import { keepChoice, readChoice } from "./deviceChoice.js";

/** What a user can choose. */
export type Theme = "system" | "light" | "dark";

/** Return what this device has chosen. */
export function readTheme(): Theme {
  return readChoice<Theme>("theme", ["system", "light", "dark"]);
}

/** Show a theme from now on. */
export function chooseTheme(theme: Theme): void {
  keepChoice("theme", theme);
  showTheme(theme);
}

/** Have the page look so. */
export function showTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
