/** What has happened to a job, in order. Pure. */
import {
  hasEnded,
  type EndedAttempt,
  type EndedJob,
  type ErrorCode,
  type JobState,
} from "../../../jobs/index.js";
import type { Glyph } from "../../ui/StateGlyph.js";
import { STATE_WORDS } from "../../ui/StatusBadge.js";
import { duration } from "../../ui/times.js";
import type { Step } from "./steps.js";

/** One thing that happened, or is happening. */
export interface Moment {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly at?: Date | undefined;
  readonly glyph: Glyph;
}

/** Why an attempt failed, for people. */
const REASONS: Readonly<Record<ErrorCode, string>> = {
  aborted: "the machine stopped",
  "already-exists": "it was there already",
  cancelled: "it was cancelled",
  "deadline-exceeded": "it took too long",
  "failed-precondition": "it cannot be done as it was asked for",
  internal: "a defect of ours",
  "invalid-argument": "something that was asked for cannot be used",
  "not-found": "something it needs is gone",
  "permission-denied": "it was not allowed",
  "resource-exhausted": "a limit was reached",
  unauthenticated: "it was not signed in",
  unavailable: "a service could not be reached",
};

/** Return what has happened to a job, the oldest first. */
export function timelineOf(
  job: JobState,
  attempts: readonly EndedAttempt[],
  steps: readonly Step[] = [],
): readonly Moment[] {
  const first: Moment = { title: "Submitted", at: job.createdAt, glyph: "succeeded" };
  const now = nowOf(job, attempts, steps);
  return [first, ...attempts.map(momentOf), ...doneSteps(steps), ...(now ? [now] : [])];
}

function momentOf(ended: EndedAttempt): Moment {
  const { attempt, startedAt, endedAt, outcome, code, waitSeconds } = ended;
  const at = new Date(endedAt);
  const took = startedAt && `took ${duration(at.getTime() - new Date(startedAt).getTime())}`;
  const waited = waitSeconds !== undefined && `waited ${duration(waitSeconds * 1000)}`;
  const detail = (...parts: (string | false | undefined)[]): string | undefined =>
    parts.filter(Boolean).join(", ") || undefined;
  const name = `Attempt ${String(attempt)}`;
  if (outcome === "succeeded")
    return { title: `${name} succeeded`, detail: detail(waited, took), at, glyph: "succeeded" };
  if (outcome === "cancelled")
    return { title: `${name} was cancelled`, detail: detail(took), at, glyph: "cancelled" };
  const next = outcome === "queued" && "it is tried again";
  const title = `${name} ${code ? "failed" : "was interrupted"}`;
  const why = code && REASONS[code];
  return { title, detail: detail(why, took, next), at, glyph: code ? "failed" : "retrying" };
}

/** Return the steps that are over, each with how long it took. */
function doneSteps(steps: readonly Step[]): readonly Moment[] {
  return steps.slice(0, -1).map(({ name, at }, index) => {
    const end = steps[index + 1]?.at ?? at;
    const detail = duration(end.getTime() - at.getTime());
    return { title: name, detail, glyph: "succeeded" };
  });
}

function nowOf(
  job: JobState,
  attempts: readonly EndedAttempt[],
  steps: readonly Step[],
): Moment | undefined {
  if (hasEnded(job)) return endOf(job, attempts.at(-1));
  switch (job.state) {
    case "queued": {
      if (job.attempt === 0) return { title: "Queued", glyph: "queued" };
      return { title: "Waits for its next attempt", at: job.nextAttemptAt, glyph: "retrying" };
    }
    case "waiting":
      return { title: "Waits for your other jobs", glyph: "waiting" };
    case "running": {
      const detail = `attempt ${String(job.attempt)} of ${String(job.maxAttempts)}`;
      const step = steps.at(-1);
      const at = step?.at ?? job.startedAt;
      return { title: step?.name ?? "Running", detail, at, glyph: "running" };
    }
  }
}

/** Return a job's end, unless its last attempt has said so: a job may also end without one. */
function endOf(job: EndedJob, last: EndedAttempt | undefined): Moment | undefined {
  if (last?.attempt === job.attempt && last.outcome === job.state) return undefined;
  return { title: STATE_WORDS[job.state] ?? "Ended", at: job.finishedAt, glyph: job.state };
}
