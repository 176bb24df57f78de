/** What has happened to a job, in order. Pure. */
import { hasEnded, type EndedAttempt, type JobState } from "../../../jobs/index.js";
import { duration } from "../../ui/times.js";

/** One thing that happened, or is happening. */
export interface Moment {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly at?: Date | undefined;
  readonly tone: "plain" | "now" | "good" | "bad";
}

/** Why an attempt failed, for people. */
const REASONS: Readonly<Record<string, string>> = {
  unavailable: "a service could not be reached",
  "resource-exhausted": "a service was overloaded",
  "deadline-exceeded": "it took too long",
  internal: "a defect of ours",
  aborted: "the machine stopped",
};

/** Return what has happened to a job, the oldest first. */
export function timelineOf(job: JobState, attempts: readonly EndedAttempt[]): readonly Moment[] {
  const ended = attempts.map((attempt) => momentOf(attempt));
  const first: Moment = { title: "Submitted", at: job.createdAt, tone: "plain" };
  const last = nowOf(job, attempts);
  return [first, ...ended, ...(last ? [last] : [])];
}

function momentOf({ attempt, startedAt, endedAt, outcome, code }: EndedAttempt): Moment {
  const at = new Date(endedAt);
  const took = startedAt && `took ${duration(at.getTime() - new Date(startedAt).getTime())}`;
  const detail = (...parts: (string | undefined)[]): string | undefined =>
    parts.filter(Boolean).join(", ") || undefined;
  const number = String(attempt);
  switch (outcome) {
    case "succeeded":
      return { title: `Attempt ${number} succeeded`, detail: detail(took), at, tone: "good" };
    case "cancelled":
      return { title: `Attempt ${number} was cancelled`, detail: detail(took), at, tone: "plain" };
    case "failed":
    case "queued":
    case "running": {
      const why = code && (REASONS[code] ?? code.replaceAll("-", " "));
      const next = outcome === "queued" ? "it is tried again" : undefined;
      const title = code ? `Attempt ${number} failed` : `Attempt ${number} was interrupted`;
      return { title, detail: detail(why, took, next), at, tone: code ? "bad" : "plain" };
    }
  }
}

function nowOf(job: JobState, attempts: readonly EndedAttempt[]): Moment | undefined {
  const ofAttempts = `attempt ${String(job.attempt)} of ${String(job.maxAttempts)}`;
  if (hasEnded(job)) {
    // Its last attempt has said so; a job may also end without one.
    const last = attempts.at(-1);
    if (last?.attempt === job.attempt && last.outcome === job.state) return undefined;
    const titles = { succeeded: "Succeeded", failed: "Failed", cancelled: "Cancelled" };
    const tones = { succeeded: "good", failed: "bad", cancelled: "plain" } as const;
    return { title: titles[job.state], at: job.finishedAt, tone: tones[job.state] };
  }
  switch (job.state) {
    case "queued":
      return {
        title: job.attempt > 0 ? "Waits for its next attempt" : "Queued",
        at: job.nextAttemptAt,
        tone: "now",
      };
    case "waiting":
      return { title: "Waits for your other jobs", tone: "now" };
    case "running":
      return { title: "Running", detail: ofAttempts, at: job.startedAt, tone: "now" };
  }
}
