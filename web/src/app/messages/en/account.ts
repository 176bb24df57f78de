/** The account's page. */
import { megabytes, money, plural, timeOfDay, whole } from "../intl.js";

export const whatYouUsed = "What you have used";
export const noJobsKept = "No jobs are kept.";
export const COLUMNS = {
  type: "Type",
  jobs: "Jobs",
  done: "Done",
  failed: "Failed",
  cost: "Cost",
} as const;
export const inAll = (dollars: number): string =>
  `${money(dollars)} in all, for the jobs that are kept.`;

export const onThisDevice = "On this device";
export const theme = "Theme";
export const THEMES = { system: "As the system", light: "Light", dark: "Dark" } as const;

export const limits = "Limits";
export const LIMITS = {
  spent: "Spent today",
  jobs: "Jobs",
  submissions: "Submissions",
  files: "Files",
  kept: "Kept",
} as const;
export const spentOf = (spent: number, budget: number, renews: Date): string =>
  `${money(spent)} of ${money(budget)}; anew at ${timeOfDay(renews)}`;
export const spentNoLimit = (spent: number): string => `${money(spent)}, no limit`;
export const atOnce = (running: number, unfinished: number): string =>
  running > 0
    ? `${whole(running)} run at once, ${whole(unfinished)} may be unfinished`
    : `${whole(unfinished)} may be unfinished`;
export const submissions = (left: number, aMinute: number): string =>
  `${whole(left)} now, ${whole(aMinute)} more a minute`;
export const files = (kept: number, most: number): string =>
  `${megabytes(kept)} of ${megabytes(most)} MB`;
export const kept = (jobDays: number, fileDays: number): string =>
  `jobs for ${plural(jobDays, { one: "# day", other: "# days" })}, files for ${whole(fileDays)}`;

export const yourData = "Your data";
export const yourDataAbout = "All you asked for and all that came of it, as one JSON file.";
export const exportData = "Export my data";
export const read = (done: number, of: number): string =>
  `${whole(done)} of ${plural(of, { one: "# job", other: "# jobs" })} read`;
export const exported = (jobs: number, schedules: number, file: string): string => {
  const repeating = plural(schedules, { one: "# schedule", other: "# schedules" });
  return `${plural(jobs, { one: "# job", other: "# jobs" })} and ${repeating} are in ${file}.`;
};
export const removeAll = "Delete all my data";
export const removeAllTitle = "Delete all your data?";
export const removeAllDetail =
  "Every job, what repeats, what you asked, your files and all results go for good. Export them first.";
export const removeAllYes = "Delete all";
export const removeAllNo = "Keep it";
export const removing = "Deleting. What runs is stopped first.";
export const removed = (jobs: number): string =>
  plural(jobs, { one: "# job is deleted.", other: "# jobs are deleted." });
