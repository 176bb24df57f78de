/** The page of what repeats. */
import { fullTime, plural } from "../intl.js";

export const none = "Nothing repeats yet";
export const noneWhy = "Open a job that has ended, and choose “Repeat this…”.";
export const toMyJobs = "To my jobs";

export const repeatThis = (name: string): string => `Repeat “${name}”`;
export const noFile = "A job with a file cannot be repeated: paste the text instead.";
export const howOften = "How often";
export const OFTEN = {
  day: "Every day",
  week: "Every week",
  hours: "Every few hours",
  cron: "By cron",
} as const;
export const at = "At";
export const on = "On";
export const DAYS = {
  "1": "Monday",
  "2": "Tuesday",
  "3": "Wednesday",
  "4": "Thursday",
  "5": "Friday",
  "6": "Saturday",
  "0": "Sunday",
} as const;
export const hoursApart = "Hours between";
export const cron = "Minute, hour, day, month, weekday";
export const inZone = (zone: string): string => `In your time zone, ${zone}.`;
export const counts =
  "Each job counts on your limits and budget. After three failures in a row it pauses itself.";
export const repeat = "Repeat it";
export const leaveIt = "Leave it";

export const everyHours = (hours: number): string =>
  plural(hours, { one: "Every hour", other: "Every # hours" });
export const everyDay = (time: string, zone: string): string => `Every day at ${time} (${zone})`;
export const everyWeek = (day: string, time: string, zone: string): string =>
  `Every week on ${day} at ${time} (${zone})`;
export const byCron = (expression: string, zone: string): string => `${expression} (${zone})`;
export const nextTimes = "Next";
export const time = (at: string): string => fullTime(new Date(at));
export const lastJob = "Last job";
export const lastProblem = "Last time no job could be made";
export const pausedByYou = "Paused. It makes no jobs until you resume it.";
export const pause = "Pause";
export const resume = "Resume";
export const remove = "Delete";
export const removeOne = (name: string): string => `Stop repeating “${name}”?`;
export const removeDetail = "The jobs that it has made stay.";
export const keep = "Keep it";
