/** What has happened to a job, in order. Pure. */
import { hasEnded, type EndedAttempt, type EndedJob, type JobState } from "../../../jobs/index.js";
import { labelOf } from "../../forms/labels.js";
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
  const first: Moment = { title: "Submitted", at: job.createdAt, tone: "plain" };
  return [first, ...attempts.map(momentOf), ...[nowOf(job, attempts) ?? []].flat()];
}

function momentOf({ attempt, startedAt, endedAt, outcome, code }: EndedAttempt): Moment {
  const at = new Date(endedAt);
  const took = startedAt && `took ${duration(at.getTime() - new Date(startedAt).getTime())}`;
  const detail = (...parts: (string | undefined)[]): string | undefined =>
    parts.filter(Boolean).join(", ") || undefined;
  const name = `Attempt ${String(attempt)}`;
  if (outcome === "succeeded")
    return { title: `${name} succeeded`, detail: detail(took), at, tone: "good" };
  if (outcome === "cancelled")
    return { title: `${name} was cancelled`, detail: detail(took), at, tone: "plain" };
  const why = code && (REASONS[code] ?? code.replaceAll("-", " "));
  const next = outcome === "queued" ? "it is tried again" : undefined;
  const title = `${name} ${code ? "failed" : "was interrupted"}`;
  return { title, detail: detail(why, took, next), at, tone: code ? "bad" : "plain" };
}

function nowOf(job: JobState, attempts: readonly EndedAttempt[]): Moment | undefined {
  if (hasEnded(job)) return endOf(job, attempts.at(-1));
  const tone = "now";
  switch (job.state) {
    case "queued": {
      const title = job.attempt > 0 ? "Waits for its next attempt" : "Queued";
      return { title, at: job.nextAttemptAt, tone };
    }
    case "waiting":
      return { title: "Waits for your other jobs", tone };
    case "running": {
      const detail = `attempt ${String(job.attempt)} of ${String(job.maxAttempts)}`;
      return { title: "Running", detail, at: job.startedAt, tone };
    }
  }
}

/** Return a job's end, unless its last attempt has said so: a job may also end without one. */
function endOf(job: EndedJob, last: EndedAttempt | undefined): Moment | undefined {
  if (last?.attempt === job.attempt && last.outcome === job.state) return undefined;
  const tones = { succeeded: "good", failed: "bad", cancelled: "plain" } as const;
  return { title: labelOf(job.state), at: job.finishedAt, tone: tones[job.state] };
}
