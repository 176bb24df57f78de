/** What every result has: its asked-for part, its tools, its origin, and its charts. */
import { dayName, duration, exactTime, percent, whole } from "../intl.js";

export const readAs = (asked: string, matched: string): string =>
  `You asked for \u201c${asked}\u201d: this is compared with postings for ${matched}, as near as the data has.`;
export const askedAndDone = "Asked and done";
export const time = "Time";
export const submitted = (at: Date): string => `${dayName(at)}, submitted ${exactTime(at)}`;
export const waited = (milliseconds: number): string => `waited ${duration(milliseconds)}`;
export const ran = (milliseconds: number): string => `ran ${duration(milliseconds)}`;
export const attempt = (number: number): string => `attempt ${whole(number)}`;

export const plainTable = "Show as a plain table";
export const inThisResult = "In this result";
export const copyText = "Copy text";
export const copied = "Copied";
export const print = "Print";
export const saveJson = "Download as JSON";
/** The formats that a document can be had in. */
export const FORMATS = { docx: "Word", pdf: "PDF" } as const;
export const making = "Making it…";
export const yes = "Yes";
export const no = "No";

/** Where the words and the figures are from. */
export const origin = (
  model: string,
  data?: { readonly note: string; readonly source: string; readonly date: string },
): string => {
  const writer =
    model === "offline"
      ? "The words were put together by rules, without a language model"
      : `The words were written by ${model}`;
  const checked = `${writer}; every number in them was checked.`;
  if (data === undefined) return checked;
  return `${data.note} Figures: ${data.source}, up to ${dayName(data.date)}. ${checked}`;
};

export const share = "Share";
export const shareOf = (name: string, part: number): string => `${name}: ${percent(part)}`;
export const shareOfPostings = `Share of postings, 0 to ${percent(1)}`;
export const postings = "Postings";
export const missing = "Missing";
export const youHaveIt = "You have it";
export const yearBefore = "Year before";
export const skill = "Skill";
export const ofHundred = "of 100";
