/** What the form asks, as the API takes it. Pure. */
import type { OFTEN } from "#messages/repeating";
import type { Recurrence } from "../../../jobs/schedules.js";

/** What was chosen in the form. */
export interface Chosen {
  readonly often: keyof typeof OFTEN;
  /** "08:00". */
  readonly time: string;
  /** As cron counts: 0 is Sunday. */
  readonly day: string;
  readonly hours: string;
  readonly cron: string;
}

/** What the form begins with. */
export const BEGINNING: Chosen = {
  often: "week",
  time: "08:00",
  day: "1",
  hours: "6",
  cron: "0 8 * * MON-FRI",
};

/** Return when jobs are made; the API says what is wrong with it. */
export function recurrenceOf(chosen: Chosen, timeZone: string): Recurrence {
  if (chosen.often === "hours") return { everyHours: Number(chosen.hours) };
  if (chosen.often === "cron") return { cron: chosen.cron.trim(), timeZone };
  const [hour = "0", minute = "0"] = chosen.time.split(":");
  const day = chosen.often === "week" ? chosen.day : "*";
  return { cron: `${String(Number(minute))} ${String(Number(hour))} * * ${day}`, timeZone };
}

/** Return the time zone of this browser. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
