/** Numbers as a result's texts say them. Pure. */
/** A share of 1 as "34 %". */
export function percent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}

/** A change of a share as "+4 points". */
export function points(change: number): string {
  const whole = Math.round(change * 100);
  return `${signed(whole)} ${Math.abs(whole) === 1 ? "point" : "points"}`;
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
  return `${amount < 0 ? "−" : "+"}$${rounded.toLocaleString("en-US")}`;
}

function signed(whole: number): string {
  return whole < 0 ? `−${String(-whole)}` : whole > 0 ? `+${String(whole)}` : "±0";
}

/** Say a month in the user's language: "Mar 2026". */
export function monthName(month: string, locale?: string): string {
  const date = new Date(`${month.slice(0, 7)}-01T00:00:00Z`);
  return date.toLocaleDateString(locale, { month: "short", year: "numeric", timeZone: "UTC" });
}

/** A share of 1 as a length in CSS. */
export function cssPercent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
