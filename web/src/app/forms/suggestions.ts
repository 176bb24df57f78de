/** The names that the data has: what a field completes from, and whether a name is likely one. Pure. */
import * as formText from "#messages/form";
import type { SuggestedKinds } from "../apiTypes.js";
import type { Field, Value } from "./field.js";

/** The names that may be suggested, by kind. */
export type Suggestions = SuggestedKinds["kinds"];

/** Return the names that a field may complete from. */
export function namesFor(field: Field, suggestions: Suggestions): readonly string[] {
  return field.suggests ? (suggestions[field.suggests]?.names ?? []) : [];
}

/** Fewer postings give no figures of their own: the server's least sample. */
const FEW = 20;

/** Return how many postings there are of a field's name; undefined where that is not known. */
export function postingsOf(
  name: string,
  field: Field,
  suggestions: Suggestions,
): number | undefined {
  const known = field.suggests ? suggestions[field.suggests] : undefined;
  return known?.postings[known.names.indexOf(name)];
}

/** Return how many postings there are as the list of names says it. */
export function postingsText(count: number | undefined): string {
  if (count === undefined) return "";
  return count < FEW ? formText.onlyPostings(count) : formText.postings(count);
}

/**
 * Return what to say before a job is made of a name that the data most likely has not: what it is
 * about is a word of no name there is. The server understands more than this, so it is no fault.
 */
export function doubtAbout(
  field: Field,
  value: Value,
  suggestions: Suggestions,
): string | undefined {
  const known = field.suggests ? suggestions[field.suggests] : undefined;
  if (!known || typeof value !== "string" || !value.trim()) return undefined;
  const count = postingsOf(value.trim(), field, suggestions);
  if (count !== undefined && count < FEW) return formText.fewPostings(postingsText(count));
  const meant = field.suggests === "role" ? meantBy(value, known) : undefined;
  if (meant !== undefined) return formText.readAs(meant);
  if (isLikely(wordsOf(value), [...known.names, ...known.also].map(wordsOf))) return undefined;
  return formText.noData(known.names.slice(0, NAMED), known.names.length > NAMED);
}

/** Return the name that other words for it are read as; undefined where they have its own words. */
function meantBy(
  typed: string,
  { names, also, meant }: NonNullable<Suggestions[string]>,
): string | undefined {
  const key = wordsOf(typed).join(" ");
  const place = meant[also.findIndex((other) => wordsOf(other).join(" ") === key)];
  const name = place === undefined ? undefined : names[place];
  return name === undefined || hasWordsOf(typed, name) ? undefined : name;
}

/** Whether a text has all the words of a name: "Senior Data Engineers" are Data Engineers. */
export function hasWordsOf(text: string, name: string): boolean {
  const words = new Set(wordsOf(text));
  return wordsOf(name).every((word) => words.has(word));
}

/**
 * Whether a name is likely one of those known. The last word of a name says what kind of thing it
 * is: a sales manager is no product manager, so another word must be known too.
 */
function isLikely(typed: readonly string[], known: readonly (readonly string[])[]): boolean {
  const kinds = new Set(known.filter((words) => words.length > 1).map((words) => words.at(-1)));
  const about = typed.filter((word) => !kinds.has(word));
  const words =
    about.length === 0
      ? known.flat()
      : known.flatMap((each) => (each.length > 1 ? each.slice(0, -1) : each));
  // The beginning of a word is a word that is still being typed.
  const fewest = typed.length > 1 ? FEWEST_LETTERS : 1;
  const isLike = (one: string, word: string): boolean =>
    word === one ||
    (one.length >= fewest && word.startsWith(one)) ||
    (word.length > FEWEST_LETTERS && one.startsWith(word));
  return (about.length > 0 ? about : typed).some((one) => words.some((word) => isLike(one, word)));
}

/** Fewer letters are the beginning of too many words. */
const FEWEST_LETTERS = 3;

const NAMED = 4;

/** So many can be read at a glance. */
const MOST_OFFERED = 8;

/** Return the names that go with what is typed: those that begin so, then those with a word that does. */
export function bestNames(names: readonly string[], typed: string): readonly string[] {
  const text = typed.trim().toLowerCase();
  if (!text) return names.slice(0, MOST_OFFERED);
  const rank = (name: string): number => {
    const lower = name.toLowerCase();
    if (lower.startsWith(text)) return 0;
    if (lower.split(/\s+/).some((word) => word.startsWith(text))) return 1;
    return lower.includes(text) ? 2 : 3;
  };
  return names
    .map((name) => ({ name, rank: rank(name) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_OFFERED)
    .map(({ name }) => name);
}

/** Return the words of a name as they are compared: without case, and not in the plural. */
function wordsOf(name: string): string[] {
  const words = name.toLowerCase().match(/[\p{L}\p{N}+#]+/gu) ?? [];
  return words.map((word) => (word.length > 3 ? word.replace(/s$/, "") : word));
}
