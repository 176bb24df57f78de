/** What the app knows of each type of job besides what the API says; a new type needs no entry. */
import { labelOf, TYPES } from "#messages/job";
import { ENGLISH } from "../jobs/index.js";

/** The `d` of an SVG path for each type, on a field of 24 by 24, drawn as a line. */
const ICONS: Readonly<Record<keyof typeof TYPES, string>> = {
  "skill-gap-analysis": "M4 20V10m6 10V4m6 16v-7m5 7H3",
  "resume-optimization": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6m-6 4h6",
  "career-insights": "M3 17l6-6 4 4 8-9m-5 0h5v5",
  "career-report": "M5 4h14v16H5zM9 9h6m-6 4h6m-6 4h3",
};

/** What is said and drawn of a type. */
type Look = (typeof TYPES)[keyof typeof TYPES];

/** The well-known types, in the order in which they are offered. */
export const LOOKS: Readonly<Record<string, Look>> = TYPES;

/** Return a type's name where there is little room. */
export function shortName(type: string): string {
  return LOOKS[type]?.short ?? labelOf(type);
}

/** Return the drawing of a type; one that is not known here has the library's. */
export function iconOf(type: string): string {
  return (ICONS as Readonly<Record<string, string>>)[type] ?? ENGLISH.icon(type);
}
