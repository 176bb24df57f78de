/** What the app says of a job: its name, how it stands in one line, and what may help. */
import * as jobText from "#messages/job";
import type { Usual, UsualTimes } from "../jobs/eta.js";
import { titleOf } from "./jobTypes.js";
import { hasEnded, type JobState } from "../jobs/index.js";
import { serverNow } from "../jobs/model/serverClock.js";
import { daysBetween, fullTime, timeOfDay } from "./messages/intl.js";

/** Return a job's name; until the server has given it one, that of its type. */
export function nameOf(job: Pick<JobState, "type"> & { readonly title?: string }): string {
  return job.title?.trim() ? job.title : titleOf(job.type);
}

/** Return how a job stands, in one line. */
export function lineOf(job: JobState): string {
  switch (job.state) {
    case "queued":
      if (job.pending === "create") return jobText.sending;
      if (job.pause?.by === "operator") return jobText.paused;
      if (job.error) return `${sentence(job.error.message)} ${nextAttempt(job)}`;
      return restLine(job, new Date(serverNow())) ?? jobText.aboutToStart;
    case "waiting":
      return jobText.waiting;
    case "running":
      if (job.isCancelling) return jobText.stopping;
      return job.progress.message || jobText.working;
    case "suspended":
      if (job.question) return jobText.needsAnswer(job.question.prompt);
      return job.gather ? jobText.gathers(job.gather.children.length) : jobText.suspended;
    case "succeeded":
      return job.summary || jobText.done;
    case "failed":
      return sentence(job.error.message || jobText.failed);
    case "cancelled":
      return job.startedAt ? jobText.cancelledWhileRunning : jobText.cancelled;
  }
}

/** Whether a job waits for its user: it asks, and no answer is on its way. */
export function needsAnswer(job: JobState): boolean {
  return job.state === "suspended" && job.question !== undefined && job.pending !== "answer";
}

/** Whether a job waits for a time, and not because an attempt has failed. */
export function isResting(job: JobState, now: Date): boolean {
  return restLine(job, now) !== undefined;
}

function restLine(job: JobState, now: Date): string | undefined {
  if (job.state !== "queued" || job.error || !job.nextAttemptAt) return undefined;
  // What goes on at once needs no time.
  if (job.nextAttemptAt.getTime() - now.getTime() < SHORTEST_REST_MS) return undefined;
  const when = timeText(job.nextAttemptAt, now);
  return job.attempt > 0 ? jobText.goesOn(when) : jobText.starts(when);
}

const SHORTEST_REST_MS = 10_000;

/** Return when something will be: "at 14:05", "3 Dec 2026, 14:05". */
function timeText(time: Date, now: Date): string {
  return daysBetween(time, now) === 0 ? jobText.atTime(timeOfDay(time)) : fullTime(time);
}

function nextAttempt(job: JobState): string {
  const { tries, of } = triesOf(job);
  return jobText.nextAttempt(tries + 1, of);
}

/** How often a job was tried, and how often it may be. */
export interface Tries {
  readonly tries: number;
  readonly of: number;
}

/**
 * Return how often a job was tried from where it is now. Going on after an answer, parts or a pause
 * is no new try, though it is a new attempt: they are counted anew from there, as the server does.
 */
export function triesOf({ attempt, maxAttempts, attemptsFrom = 0 }: JobState): Tries {
  return { tries: attempt - attemptsFrom, of: maxAttempts - attemptsFrom };
}

/** Return a text's first sentence, and what is said after it. */
export function firstSentence(text: string): readonly [first: string, rest: string] {
  const end = /[.!?] /.exec(text)?.index;
  return end === undefined ? [text, ""] : [text.slice(0, end + 1), text.slice(end + 2)];
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** Whether the same request may work later; if not, it has to be changed. A part is its parent's. */
export function mayRetry(job: JobState): boolean {
  if (job.pending !== undefined || job.parentId !== undefined) return false;
  return job.state === "cancelled" || (job.state === "failed" && job.error.retriable);
}

/** Whether a job may be deleted: it has ended, and is no part of another one, with which it goes. */
export function mayErase(job: JobState): boolean {
  return hasEnded(job) && job.parentId === undefined;
}

/** Return how long a job's last attempt took, where that is known. */
export function runTime(job: JobState): number | undefined {
  if (!("finishedAt" in job) || !job.startedAt) return undefined;
  return job.finishedAt.getTime() - job.startedAt.getTime();
}

/** How long jobs of a type usually take. */
export interface UsualTime extends Usual {
  /** Whether it is known of the user's own jobs, and not of everybody's. */
  readonly isOwn: boolean;
}

/** Fewer say nothing. */
const FEWEST = 3;

/** Return how long jobs of a type take: the user's own, else everybody's; undefined of too few. */
export function usualOf(
  type: string,
  jobs: readonly JobState[],
  everybodys: UsualTimes,
): UsualTime | undefined {
  const known = everybodys[type];
  const own = ownOf(type, jobs);
  if (own) return { ...own, isOwn: true, ...(known?.wait && { wait: known.wait }) };
  return known && { ...known, isOwn: false };
}

function ownOf(type: string, jobs: readonly JobState[]): Usual | undefined {
  const times = jobs
    // The last attempt's time is a job's own only where that was the first: others have asked or
    // gathered before, or failed.
    .filter((job) => job.type === type && job.state === "succeeded" && job.attempt === 1)
    .flatMap((job) => runTime(job) ?? [])
    .sort((a, b) => a - b);
  if (times.length < FEWEST) return undefined;
  const rank = (share: number): number => times[Math.ceil(share * times.length) - 1] ?? 0;
  return { count: times.length, halfMs: rank(0.5), mostMs: rank(0.9) };
}
