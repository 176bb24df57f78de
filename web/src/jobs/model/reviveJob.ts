/**
 * How a job that went through JSON is read again. Pure. Whatever is there may have been written by
 * another version, or by hand: a job that lacks what a page shows of it is none.
 */
import type { JobState } from "./jobState.js";

type Fields = Readonly<Record<string, unknown>>;

/** What each state cannot do without, besides what every job has. */
const OWN: Readonly<Record<JobState["state"], readonly string[]>> = {
  queued: [],
  waiting: [],
  running: [],
  suspended: [],
  succeeded: ["finishedAt"],
  failed: ["finishedAt", "error"],
  cancelled: ["finishedAt"],
};
const COMMON = [
  ...["jobId", "type", "status", "waiting", "tags", "attempt", "maxAttempts", "seq", "progress"],
  ...["createdAt", "updatedAt"],
];

/** The times of a question. */
const TIMES_ASKED = ["until", "since"];

const isText = (value: unknown): boolean => typeof value === "string";
const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** Whether a field has the form that it is shown in; other fields may have any. */
const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  jobId: isText,
  type: isText,
  status: isText,
  summary: isText,
  tags: (value) => Array.isArray(value) && value.every(isText),
  attempt: Number.isFinite,
  maxAttempts: Number.isFinite,
  seq: Number.isFinite,
  dispatch: Number.isFinite,
  progress: (value) =>
    isObject(value) && Number.isFinite(value["percent"]) && isText(value["message"]),
  error: (value) => isObject(value) && isText(value["message"]),
  preview: isObject,
  question: (value) => isObject(value) && isText(value["name"]) && isText(value["prompt"]),
};

/** Read a job that went through JSON; undefined for what is none. */
export function reviveJob(job: unknown): JobState | undefined {
  if (!isObject(job) || !Object.hasOwn(OWN, String(job["state"]))) return undefined;
  const needed = [...COMMON, ...OWN[job["state"] as JobState["state"]]];
  const fields = Object.entries(job).map(([name, value]) => [name, readTime(name, value)] as const);
  const isWhole =
    needed.every((name) => job[name] !== undefined) &&
    fields.every(([name, value]) => value !== undefined && (CHECKS[name]?.(value) ?? true));
  return isWhole ? (Object.fromEntries(fields) as unknown as JobState) : undefined;
}

/** Read a time, or another value as it is; undefined for a time that is none, also within a question. */
function readTime(name: string, value: unknown): unknown {
  if (name === "question" && isObject(value)) {
    const times = TIMES_ASKED.map((each) => [each, readTime(`${each}At`, value[each])] as const);
    return times.every(([, time]) => time) ? { ...value, ...Object.fromEntries(times) } : undefined;
  }
  if (!/(At|Before)$/.test(name)) return value;
  const time = new Date(isText(value) ? (value as string) : NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
