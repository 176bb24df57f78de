/**
 * Numbers, money, times and plurals, in the language of the messages: never the browser's, which may
 * be another. Times are in the user's own zone. Pure.
 */
import * as measures from "#messages/language";

const { LANGUAGE } = measures;

const numbers = (options: Intl.NumberFormatOptions = {}): ((number: number) => string) => {
  const format = new Intl.NumberFormat(LANGUAGE, options);
  // A true minus is as wide as the plus.
  return (number) => format.format(number).replace("-", "−");
};
const usd = (digits: number, options: Intl.NumberFormatOptions = {}) =>
  numbers({
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...options,
  });
const times = (options: Intl.DateTimeFormatOptions): ((time: Date) => string) => {
  const format = new Intl.DateTimeFormat(LANGUAGE, options);
  return (time) => format.format(time);
};

/** Return a whole number: "1,204". */
export const whole = numbers({ maximumFractionDigits: 0 });

/** Return a number with what it has behind the point: "0.25". */
export const decimal = numbers();

/** Return a number with one digit behind the point: "4.2". */
export const tenths = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Return a whole number with its sign: "+7"; nothing is "0". */
export const signed = numbers({ signDisplay: "exceptZero", maximumFractionDigits: 0 });

/** Return a share of 1: "34%". */
export const percent = numbers({ style: "percent" });

/** Return a relative change: "+12%". */
export const relative = numbers({ style: "percent", signDisplay: "exceptZero" });

/** Return a change of a share: "+4 pts". */
export function points(change: number): string {
  return measures.points(signed(change * 100));
}

const CENTS = usd(2);
const SMALL = usd(3);

/** Return what something costs: "$1.92"; what is less than ten cents with a digit more: "$0.013". */
export function money(dollars: number): string {
  return (Math.abs(dollars) < 0.1 && dollars !== 0 ? SMALL : CENTS)(dollars);
}

/** Return pay in US dollars: "$126,500". */
export const pay = usd(0);

/** Return pay in thousands: "$84K". */
export const payThousands = usd(0, { notation: "compact" });

const CHANGE = usd(0, { signDisplay: "always" });

/** Return a change of pay, in hundreds: "+$3,200". */
export function payChange(dollars: number): string {
  return CHANGE(Math.sign(dollars) * Math.round(Math.abs(dollars) / 100) * 100);
}

/** Return how many bytes there are: "1.5", in megabytes. */
export function megabytes(bytes: number): string {
  return MEGABYTES(bytes / 1024 ** 2);
}

const MEGABYTES = numbers({ maximumFractionDigits: 1 });

/** Return how long something took: "4.2 s", "3 min 5 s". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return measures.seconds(tenths(seconds));
  const rounded = Math.round(seconds);
  const rest = measures.seconds(whole(rounded % 60));
  return rounded < 60 ? rest : `${measures.minutes(whole(Math.floor(rounded / 60)))} ${rest}`;
}

/** Return how long something takes as people say it: "8 s", "2 min". */
export function span(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return seconds < 90 ? measures.seconds(whole(seconds)) : measures.minutes(whole(seconds / 60));
}

/** Return hours: "40 h". */
export function hours(count: number): string {
  return measures.hours(whole(count));
}

/** Return a time of the day. */
export const timeOfDay = times({ hour: "2-digit", minute: "2-digit" });

/** Return a time with its seconds: what happened within a minute is told apart. */
export const exactTime = times({ timeStyle: "medium" });

/** Return a day and a time. */
export const fullTime = times({ dateStyle: "medium", timeStyle: "short" });

const SHORT_DAY = times({ day: "numeric", month: "short" });

/** Return the time of today, the day of what is older. */
export function shortTime(time: Date, now: Date): string {
  return daysBetween(time, now) < 1 ? timeOfDay(time) : SHORT_DAY(time);
}

/** Return how many midnights, in the user's zone, lie between two times. */
export function daysBetween(time: Date, now: Date): number {
  const midnight = (at: Date): number => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(time)) / 86_400_000);
}

const LONG_DAY = times({ day: "numeric", month: "long", year: "numeric" });

/** Return a day: "30 September 2026". */
export function dayName(day: string | Date): string {
  return LONG_DAY(typeof day === "string" ? new Date(`${day.slice(0, 10)}T12:00:00Z`) : day);
}

const MONTHS = {
  short: times({ month: "short", timeZone: "UTC" }),
  year: times({ month: "short", year: "numeric", timeZone: "UTC" }),
  long: times({ month: "long", year: "numeric", timeZone: "UTC" }),
};

/** Return the name of a month such as `2026-03`: "Mar 2026"; short without its year, or long. */
export function monthName(month: string, form: keyof typeof MONTHS = "year"): string {
  return MONTHS[form](new Date(`${month.slice(0, 7)}-01T00:00:00Z`));
}

const RULES = new Intl.PluralRules(LANGUAGE);

/** Return the form that goes with a count; `#` in it stands for the count: "1 job", "14 jobs". */
export function plural(
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string },
): string {
  return (forms[RULES.select(count)] ?? forms.other).replace("#", whole(count));
}

const AND = new Intl.ListFormat(LANGUAGE);

/** Return names as a sentence says them: "Python, SQL and Docker". */
export const allOf = (names: readonly string[]): string => AND.format(names);

const SENTENCES = new Intl.Segmenter(LANGUAGE, { granularity: "sentence" });

/** Return how many sentences a text has. */
export const sentencesIn = (text: string): number => [...SENTENCES.segment(text)].length;

/** Compare names as the language's alphabet has them. */
export const compareNames = new Intl.Collator(LANGUAGE).compare;
