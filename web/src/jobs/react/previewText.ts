/** The words in a preview, whatever its form: its texts, in the order they were written. Pure. */
import { lastOf } from "../model/graphemes.js";
import type { RunningJob } from "../model/jobState.js";

/** Return the end of what has been written so far, where it grows; "" while there are no words. */
export function previewText(preview: RunningJob["preview"], length = 280): string {
  const text = textsIn(preview).join(" ");
  if (text.length <= length) return text;
  const end = lastOf(text, length);
  // From a whole word, unless that costs much: not all writing has spaces, nor has an address.
  const space = end.search(/\s/);
  return `…${space > 0 && space < length / 4 ? end.slice(space) : end}`;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
