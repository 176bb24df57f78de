/** Times as the user's language says them: "2 minutes ago". Pure. */

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** Return when something was; a clock that lags behind makes nothing of the past come yet. */
export function relativePast(time: Date, now: Date, locale?: string): string {
  return relativeTime(time < now ? time : now, now, locale);
}

/** Return when something was or will be, seen from `now`, in whole minutes or more. */
export function relativeTime(time: Date, now: Date, locale?: string): string {
  const difference = time.getTime() - now.getTime();
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const [unit, length] = UNITS.find(([, size]) => Math.abs(difference) >= size) ?? ["second", 0];
  return format.format(length ? Math.trunc(difference / length) : 0, unit);
}
