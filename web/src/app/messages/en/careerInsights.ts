/** The result of career insights. */
import type { Schemas } from "../../apiTypes.js";
import { monthName, pay, percent, plural, whole } from "../intl.js";

export const PARTS = {
  since: "What changed",
  demand: "Demand",
  pay: "Pay",
  movers: "Skills that move",
  employers: "Who hires",
  outlook: "What it means",
} as const;
export const meansForYou = "What this means for you";
export const findMyGap = "Find my gap for it";
export const inNumbers = "In numbers";
export const years = (count: number): string => plural(count, { one: "# year", other: "# years" });

export const postingsInYear = "postings in 12 months";
export const againstBefore = (isChance: boolean): string =>
  `against the year before${isChance ? "; chance explains it" : ""}`;
export const wholeMarket = "the whole market";
export const medianPay = "median pay";
export const medianAtLevel = "median pay at your level";

export const byMonth = "Postings by month";
export const MONTH_COLUMNS = {
  month: "Month",
  postings: "Postings",
  market: "Whole market",
} as const;
export const fromTo = (from: string, to: string): string =>
  `${monthName(from)} to ${monthName(to)}`;
export const theYearBefore = "the year before";
export const notOver = (month: string): string => `${month} (not over)`;
export const month = "Month";
export const postings = (count: number, isWhole: boolean): string => {
  const words = plural(count, { one: "# posting", other: "# postings" });
  return isWhole ? words : `${words} so far`;
};
export const monthPostings = (name: string, count: number): string => `${name}: ${whole(count)}`;
export const marketPostings = (count: number): string => `whole market: ${whole(count)}`;

export const employersInAll = (count: number): string =>
  plural(count, { one: "# employer in all.", other: "# employers in all." });
export const employer = "Employer";

export const now = "now";
export const compared = (skills: number, isAnyClear: boolean): string => {
  const note = isAnyClear
    ? "A change in bold is more than chance brings forth among so many; read the others as hints."
    : "None moved by more than chance brings forth among so many: read these as hints.";
  return `Shares of postings; ${plural(skills, { other: "# skills were compared." })} ${note}`;
};
export const rising = "Rising";
export const falling = "Falling";
export const MOVER_COLUMNS = {
  skill: "Skill",
  before: "Year before",
  now: "Now",
  change: "Change",
  isClear: "More than chance",
} as const;
export const yes = "yes";
export const no = "no";
export const moved = (skill: string, before: number, after: number): string =>
  `${skill}: the year before ${percent(before)}, now ${percent(after)}`;
export const askedFor = "What is asked for";

/** What the levels of experience are called. */
export const LEVELS: Readonly<Record<Schemas["Level"], string>> = {
  starting: "Starting",
  experienced: "Experienced",
  senior: "Senior",
  expert: "Expert",
};
export const allLevels = "All levels";
export const levelOf = (level: string, from: number, to: number | undefined): string =>
  to === undefined
    ? `${level}, ${whole(from)} years and more`
    : `${level}, ${whole(from)} to ${whole(to)} years`;
export const payAYear = "Pay a year";
export const yourLevel = "Your level";
export const otherLevels = "Other levels";
export const payNote =
  "Bar: the middle half. Line: the median. n: postings that say what they pay.";
export const PAY_COLUMNS = {
  level: "Level",
  lower: "Lower quartile",
  median: "Median",
  upper: "Upper quartile",
  postings: "Postings",
} as const;
export const payRange = (lower: number, upper: number): string => `${pay(lower)} to ${pay(upper)}`;
export const payMedian = (range: string): string => `${range}, median`;
export const payTitle = (label: string, range: string, median: number): string =>
  `${label}: ${range}, median ${pay(median)}`;
export const sampleOf = (count: number): string => `n ${whole(count)}`;

/** What has changed since the last report of a schedule. */
export const sinceThen = (day: string): string => `Since ${day}`;
export const openEarlier = (day: string): string => `Open the report of ${day}`;
export const CHANGE_COLUMNS = {
  name: "Figure",
  earlier: "Before",
  now: "Now",
  change: "Change",
} as const;
export const CHANGED = {
  postings: "Postings in 12 months",
  median: "Median pay",
  lower: "Lower quartile of pay",
  upper: "Upper quartile of pay",
} as const;
export const aboutTheSame = "about the same";
export const notAmongThem = "–";
export const MOVES: Readonly<Record<Schemas["SkillMove"], string>> = {
  rose: "more",
  fell: "less",
  came: "new",
  went: "gone",
};
export const comparedWith = (skills: number, moved: number): string => {
  const found = moved
    ? plural(moved, { one: "# has clearly moved.", other: "# have clearly moved." })
    : "none has moved by more than chance.";
  const compared = plural(skills, { one: "Of # skill", other: "Of # skills" });
  const asked = skills === 0 ? "" : ` ${compared} ${found}`;
  return `A change in bold is more than chance brings forth.${asked}`;
};
