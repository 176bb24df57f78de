/** The result of a skill gap analysis. */
import { allOf, dayName, hours, payChange, percent, plural, points, whole } from "../intl.js";

export const PARTS = {
  answer: "Answer",
  demand: "What the role asks for",
  path: "A way to learn it",
  roles: "Similar roles",
} as const;

const WORDS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");

/** A number of gaps as a sentence begins with it: "Six gaps", "14 gaps". */
const gaps = (count: number): string => {
  const word = WORDS[count] ?? whole(count);
  const begun = word.charAt(0).toUpperCase() + word.slice(1);
  return `${begun} ${plural(count, { one: "gap", other: "gaps" })}`;
};
export const wayTo = (count: number, all: number, from: number, to: number): string =>
  `${gaps(count)}, about ${whole(all)} hours, take you from ${whole(from)} to ${whole(to)}.`;
export const askedFor = (matched: string, asked: string): string =>
  `${matched} (asked for: ${asked})`;
export const fitResume = "Fit my résumé to it";
export const youToday = "you, today";
export const afterWeek = (score: number, week: number): string =>
  `${whole(score)} after week ${whole(week)}`;
/** What a screen reader says of the score. */
export const scale = (score: number, after: number | undefined, week: number): string => {
  const then = after === undefined ? "" : `; ${afterWeek(after, week)}`;
  return `Your score, of 100: ${whole(score)} today${then}.`;
};

export const whatFirst = "What to do first";
export const readOn = (sentences: number): string =>
  plural(sentences, { one: "Read on, # sentence", other: "Read on, # sentences" });

export const order = "Order";
export const ORDERS = { share: "By share", pay: "By pay", hours: "By hours" } as const;
export const COLUMNS = {
  now: "Now",
  before: "Year before",
  hours: "To learn",
  pay: "Pay a year",
  score: "Score",
} as const;
export const you = "You";
export const haveIt = "have it";
export const missing = "missing";
export const yearBeforeNote =
  "“Year before” is the change of a share against the twelve months before, in percentage points; bold where it is more than chance.";
export const described = "What the job description names";
export const toLearn = (count: number): string => `${hours(count)} to learn`;

export const named = (count: number, postings: number, isExact: boolean): string =>
  `${isExact ? "" : "About "}${whole(count)} of ${whole(postings)} postings name it`;
export const shownBy = (skill: string): string => `Your ${skill} shows it`;
export const buildsOn = (skills: readonly string[]): string => `You build on ${allOf(skills)}`;
export const first = (skills: readonly string[]): string => `First: ${skills.join(", ")}`;
export const leadsTo = (skills: readonly string[]): string => `Leads to ${allOf(skills)}`;
export const againstBefore = (change: number, isClear: boolean): string =>
  `${points(change)} against the year before${isClear ? "" : ", which chance explains"}`;
export const aYear = (dollars: number): string => `${payChange(dollars)} a year`;
export const known = "I know this already";
export const askedBy = (share: number): string => `${percent(share)} of the postings ask for it.`;
export const youHave = (share: number): string => `${askedBy(share)} You have it.`;
export const worth = (share: number, count: number, score: number): string =>
  `${askedBy(share)} It takes some ${whole(count)} hours, and is worth ${whole(score)} points.`;
export const shareTitle = (skill: string, share: number, earlier: number | undefined): string => {
  const before = earlier === undefined ? "" : `; the year before ${percent(earlier)}`;
  return `${skill}: ${percent(share)}${before}`;
};

export const PATH_COLUMNS = {
  skill: "Skill",
  weeks: "Weeks",
  hours: "Hours",
  score: "Score after",
} as const;
export const oneByOne = (count: number): string => `${gaps(count)}, one after the other.`;
export const quickest = (skill: string, count: number, score: number): string =>
  `Short of time? ${skill} gives the most for its hours: ${whole(count)} hours for ${whole(score)} points.`;
export const pathNote = (
  all: number,
  weeks: number,
  pace: string,
  end: Date,
  later: readonly string[],
): string => {
  const rest = later.length > 0 ? ` Left for later: ${later.join(", ")}.` : "";
  return `${whole(all)} hours: ${whole(weeks)} weeks at ${pace} hours a week, until about ${dayName(end)}.${rest}`;
};
export const hoursAWeek = "Hours a week";
export const score = "Score";
export const today = "Today";
export const weekZero = "week 0";
export const weeks = (from: number, to: number): string =>
  from >= to ? `Week ${whole(to)}` : `Weeks ${whole(from)} to ${whole(to)}`;
export const range = (from: number, to: number): string => `${whole(from)} to ${whole(to)}`;
export const weeksOf = (skill: string, from: number, to: number): string =>
  `${skill}: ${weeks(from, to).toLowerCase()}`;
export const hoursOf = (count: number, isForNext: boolean): string =>
  `${hours(count)}${isForNext ? ", for the next" : ""}`;

export const noOtherRole = "No other role fits your skills better.";
export const roleTitle = (role: string, of: number): string => `${role}: ${whole(of)} of 100`;
export const medianOf = (amount: string): string => `median ${amount}`;
export const youLack = (skills: readonly string[]): string => `; you lack ${skills.join(", ")}`;
export const ROLE_COLUMNS = { role: "Role", score: "Score", pay: "Median pay" } as const;
