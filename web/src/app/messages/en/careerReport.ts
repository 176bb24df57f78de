/** The result of a career report. */
import type { Schemas } from "../../apiTypes.js";
import { decimal, plural, whole } from "../intl.js";

export const PARTS = {
  summary: "How it fits together",
  plan: "What to learn",
  pay: "What it pays",
  resume: "Your résumé",
  parts: "Made of",
} as const;

/** What the parts of a report are called. */
export const PART_NAMES: Readonly<Record<Schemas["ReportPart"], string>> = {
  skills: "Skill gap",
  pay: "Your place",
  "pay-everywhere": "All places",
  resume: "Résumé review",
};

export const reportFor = (role: string): string => `Career report for ${role}`;
export const inNumbers = "In numbers";
export const ofHundred = "of 100 you match today";
export const weeksToLearn = (count: number): string =>
  plural(count, { one: "week to learn", other: "weeks to learn" });
export const medianIn = (place: string | undefined): string =>
  place === undefined ? "median pay, all places" : `median pay, ${place}`;
export const changes = (count: number): string =>
  plural(count, { one: "thing to change", other: "things to change" });

export const first = "First";
export const planSub = (hours: number, pace: number): string =>
  `${whole(hours)} hours at ${whole(pace)} a week. What opens most postings and pays for it comes first.`;
export const nothingToLearn = "No skill that the postings ask for is missing.";
export const weeks = (from: number, to: number): string =>
  from >= to ? `Week ${whole(to)}` : `Weeks ${whole(from)} to ${whole(to)}`;
export const hours = (count: number): string => plural(count, { one: "# hour", other: "# hours" });
export const laterOn = (skills: readonly string[]): string =>
  `Left for later: ${skills.join(", ")}.`;

export const PAY_COLUMNS = {
  place: "Place",
  lower: "Lower quartile",
  median: "Median",
  upper: "Upper quartile",
  postings: "Postings",
} as const;
export const allPlaces = "All places";

export const nothingToChange = "Nothing was found that it would have to change.";
export const sendResume =
  "Send your résumé with the next report, and it says what to change in it.";
export const withoutPart = (part: string): string => `${part}: missing`;
export const openJob = (part: string): string => `Open ${part}`;

/** Where a statement is from: the part, and the figures of its result. */
export const from = (part: string): string => `From ${part}`;
export const figure = (path: string, value: number | undefined): string =>
  value === undefined ? path : `${path} = ${decimal(value)}`;
