/** When a job will be done, as far as that can be said. */
import { span, whole } from "../intl.js";
import { LANGUAGE } from "./language.js";

export const again = (milliseconds: number): string => `again in ${span(milliseconds)}`;
export const about = (milliseconds: number): string => `about ${span(milliseconds)}`;
export const upTo = (milliseconds: number): string => `up to ${span(milliseconds)}`;
export const between = (fromMs: number, toMs: number): string => `${span(fromMs)} to ${span(toMs)}`;
export const late = "longer than usual";

const ORDINALS = new Intl.PluralRules(LANGUAGE, { type: "ordinal" });
const ENDINGS: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd" };
const WORDS: readonly string[] = ["next", "second", "third"];

/** A place in line, 1 for the next one: "second in line". */
export function inLine(place: number): string {
  const ordinal = `${whole(place)}${ENDINGS[ORDINALS.select(place)] ?? "th"}`;
  return `${WORDS[place - 1] ?? ordinal} in line`;
}
