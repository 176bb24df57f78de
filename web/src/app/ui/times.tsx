/** Times in the page's language and the user's zone. */
import { useEffect, useState } from "react";

import { serverNow } from "../../jobs/model/serverClock.js";
import { useNow } from "../../jobs/react/notificationState.js";
import { relativePast } from "../../jobs/react/relativeTime.js";
import { LOCALE } from "./locale.js";

/** Return how long something took: "4.2 s", "3 min 5 s". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}

/** Return how long something takes as people say it: "8 s", "2 min". */
export function span(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return seconds < 90 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`;
}

const TIME = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });
const SECONDS = new Intl.DateTimeFormat(LOCALE, { timeStyle: "medium" });

/** Return a time of the day. */
export function timeOfDay(time: Date): string {
  return TIME.format(time);
}

/** Return a time with its seconds: what happened within a minute is told apart. */
export function exactTime(time: Date): string {
  return SECONDS.format(time);
}

/** Return a day and a time. */
export function fullTime(time: Date): string {
  return FULL.format(time);
}

/** Return the time of today and yesterday, the day of what is older. */
export function shortTime(time: Date, now: Date): string {
  return daysBetween(time, now) < 1 ? TIME.format(time) : DAY.format(time);
}

/** Return how many midnights, in the user's zone, lie between two times. */
export function daysBetween(time: Date, now: Date): number {
  const midnight = (at: Date): number => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(time)) / 86_400_000);
}

/** A time in the past as "2 minutes ago"; the time itself is its title. */
export function Ago({ time }: { readonly time: Date }): React.ReactNode {
  return (
    <time dateTime={time.toISOString()} title={fullTime(time)}>
      {relativePast(time, useNow(), LOCALE)}
    </time>
  );
}

/** Return the server's time, to the second. */
export function useSeconds(): Date {
  const [now, setNow] = useState(() => new Date(serverNow()));
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(new Date(serverNow()));
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
