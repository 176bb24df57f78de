/** The names that the data has: what a field completes from, and whether a name is likely one. Pure. */
import type { SuggestedKinds } from "../apiTypes.js";
import type { Field, Value } from "./field.js";

/** The names that may be suggested, by kind. */
export type Suggestions = SuggestedKinds["kinds"];

/** Return the names that a field may complete from. */
export function namesFor(field: Field, suggestions: Suggestions): readonly string[] {
  return field.suggests ? (suggestions[field.suggests]?.names ?? []) : [];
}

/**
 * Return what to say before a job is made of a name that the data most likely has not: no word of it
 * is a word of any name there is. The server understands more than this, so it is no fault.
 */
export function doubtAbout(
  field: Field,
  value: Value,
  suggestions: Suggestions,
): string | undefined {
  const known = field.suggests ? suggestions[field.suggests] : undefined;
  if (!known || typeof value !== "string" || !value.trim()) return undefined;
  const all = [...known.names, ...known.also];
  const words = new Set(all.flatMap(wordsOf));
  if (wordsOf(value).some((word) => words.has(word))) return undefined;
  const some = known.names.slice(0, NAMED).join(", ");
  const more = known.names.length > NAMED ? ", …" : "";
  return `The data may not have this. It has ${some}${more}`;
}

const NAMED = 4;

/** Return the words of a name as they are compared: without case, and not in the plural. */
function wordsOf(name: string): string[] {
  const words = name.toLowerCase().match(/[\p{L}\p{N}+#]+/gu) ?? [];
  return words.map((word) => (word.length > 3 ? word.replace(/s$/, "") : word));
}
