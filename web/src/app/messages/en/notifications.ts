/** The words of the notifications. */
import { plural } from "../intl.js";

export const region = "Background jobs";
export const open = "Open result";
export const answer = "Answer";
/** In the browser's tab, before the title: so many jobs need an answer. */
export const needAnswer = (count: number): string => (count > 0 ? `(${String(count)}) ` : "");
export const dismiss = "Dismiss";
export const dismissAll = "Dismiss all";
export const close = "Close";
export const less = "Show fewer";
export const ended = (title: string, status: string): string => `${title}: ${status}`;
export const more = (count: number): string => plural(count, { other: "Show # more" });
export const underWay = (count: number): string =>
  count === 0 ? "" : plural(count, { other: "# under way" });
export const others = (count: number): string =>
  count === 0 ? "" : plural(count, { other: "and # more" });
export const offline = "You are offline. This is the last state we know.";
export const blocked = "Live updates are blocked here; checking every few seconds.";
