/** What the form asks, as the API takes it, and in words. Pure. */
import * as text from "#messages/repeating";
import type { Recurrence, Schedule } from "../../../jobs/schedules.js";

/** What was chosen in the form. */
export interface Chosen {
  readonly often: keyof typeof text.OFTEN;
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

/** Every day, or every week, as the form writes it. */
const BY_FORM = /^([0-9]{1,2}) ([0-9]{1,2}) \* \* ([0-6*])$/;

/** Say in words when jobs are made; a cron that the form does not make by itself stays as it is. */
export function recurrenceText(of: Pick<Schedule, "everyHours" | "cron" | "timeZone">): string {
  const { everyHours, cron = "", timeZone } = of;
  if (everyHours !== undefined) return text.everyHours(everyHours);
  const [, minute = "", hour = "", day = ""] = BY_FORM.exec(cron) ?? [];
  if (day === "") return text.byCron(cron, timeZone);
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  const name = (text.DAYS as Readonly<Record<string, string>>)[day];
  return name ? text.everyWeek(name, time, timeZone) : text.everyDay(time, timeZone);
}

/** Return the time zone of this browser. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
