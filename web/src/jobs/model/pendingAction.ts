/** What a user has requested, shown before the server has answered. Pure: `now` is passed in. */
import {
  hasEnded,
  inState,
  type JobState,
  type PendingAction,
  type QueuedJob,
} from "./jobState.js";
import { NO_PROGRESS } from "./readJob.js";
import type { Options } from "./schema.js";

/** Return a job as it will be once an action is done, before the server has answered. */
export function withPendingAction(job: JobState, action: PendingAction): JobState {
  // What its form says is wrong must find the form still there.
  if (action === "answer") return { ...job, pending: action };
  if (action === "cancel" && job.state === "running") {
    return { ...job, isCancelling: true, pending: action };
  }
  if (action === "cancel" && !hasEnded(job)) {
    return { ...job, ...inState("cancelled"), finishedAt: job.updatedAt, pending: action };
  }
  if (action === "retry" && (job.state === "failed" || job.state === "cancelled")) {
    return { ...job, ...inState("queued"), pending: action };
  }
  return job;
}

/** A submission, as far as it is looked into here. */
export interface AnyJob {
  readonly type: string;
  readonly options?: Options | null | undefined;
}

/** Return the job that a submission will become, to be shown at once. */
export function optimisticJob(key: string, { type, options }: AnyJob, now: Date): QueuedJob {
  return {
    ...{ jobId: `pending:${key}`, type, tags: options?.tags ?? [], attempt: 0, maxAttempts: 1 },
    ...{ createdAt: now, updatedAt: now, seq: 0, pending: "create" },
    ...{ ...inState("queued"), progress: NO_PROGRESS },
  };
}
