/** Numbers and dates as a result's texts say them, in the language of those texts. Pure. */

/** English, as the texts are; with dates that are read alike everywhere: 30 September 2026. */
const LANGUAGE = "en-GB";
const WORDS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");

/** A share of 1 as "34 %". */
export function percent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}

/** A change of a share as "+4 pts". */
export function points(change: number): string {
  return `${signed(Math.round(change * 100))} pts`;
}

/** A count as a sentence begins with it: "Six gaps", "14 gaps". */
export function counted(count: number, one: string, many = `${one}s`): string {
  const word = WORDS[count] ?? whole(count);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${count === 1 ? one : many}`;
}

/** A whole number: "1,204". */
export function whole(number: number): string {
  return Math.round(number).toLocaleString(LANGUAGE);
}

/** US dollars: "$126,500". */
export function money(dollars: number): string {
  return `$${whole(dollars)}`;
}

/** A relative change as "+12 %". */
export function relative(change: number): string {
  return `${signed(Math.round(change * 100))} %`;
}

/** US dollars in thousands: "$84k". */
export function thousands(dollars: number): string {
  return `$${String(Math.round(dollars / 1000))}k`;
}

/** US dollars with their sign, in hundreds: "+$3,200". */
export function dollars(amount: number): string {
  const rounded = Math.round(Math.abs(amount) / 100) * 100;
  return `${amount < 0 ? "−" : "+"}$${whole(rounded)}`;
}

/** A whole number with its sign: "+7". */
export function signed(number: number): string {
  return number < 0 ? `−${String(-number)}` : number > 0 ? `+${String(number)}` : "0";
}

/** A month: "Mar 2026"; or as the words for its parts say. */
export function monthName(
  month: string,
  parts: Intl.DateTimeFormatOptions = { month: "short", year: "numeric" },
): string {
  const date = new Date(`${month.slice(0, 7)}-01T00:00:00Z`);
  return date.toLocaleDateString(LANGUAGE, { ...parts, timeZone: "UTC" });
}

/** A day: "30 September 2026". */
export function dayName(day: string | Date): string {
  const date = typeof day === "string" ? new Date(`${day.slice(0, 10)}T12:00:00Z`) : day;
  return date.toLocaleDateString(LANGUAGE, { day: "numeric", month: "long", year: "numeric" });
}

/** A time of a day: "19:06:23". */
export function timeName(time: Date): string {
  return time.toLocaleTimeString(LANGUAGE);
}

/** A share of 1 as a length in CSS. */
export function cssPercent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
