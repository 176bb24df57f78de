/**
 * The jobs of one user, as this page knows them: the newest document of each, and on top of it what
 * was requested and is not answered yet. No order of arrival can bring an older document back.
 */
import { newerOf, type JobState, type PendingAction } from "../model/jobState.js";
import { isIn, type JobFilter } from "../model/listener.js";
import { withPendingAction } from "../model/pendingAction.js";
import { noteWritten } from "../model/serverClock.js";

/** The jobs of one user. */
export interface OptimisticJobs {
  /** Take a job in, if it is newer than what is known. */
  take(job: JobState): void;
  /** The job as the server has it. */
  stored(jobId: string): JobState | undefined;
  /** The job as it is to be shown: the same object as long as nothing changes. */
  shown(jobId: string): JobState | undefined;
  /** Show what an action will do, until the returned function is called. */
  begin(jobId: string, action: PendingAction): () => void;
  /** Show a job that is being submitted, likewise. */
  beginCreate(job: JobState): () => void;
  /** Return those of these jobs that a list holds, newest first, with what is being submitted. */
  list(jobIds: readonly string[], filter: JobFilter): readonly JobState[];
}

/** Know nothing yet. */
export function makeOptimisticJobs(): OptimisticJobs {
  const newest = new Map<string, JobState>();
  const actions = new Map<string, PendingAction>();
  const shown = new Map<string, JobState>();
  /** Each submission under way, and the jobs that were there before. */
  const creates = new Map<JobState, ReadonlySet<string>>();

  /** Work out anew what is shown of a job. */
  function update(jobId: string): void {
    const job = newest.get(jobId);
    const action = actions.get(jobId);
    if (job) shown.set(jobId, action ? withPendingAction(job, action) : job);
  }

  /** Whether the job that a submission became has arrived before the answer. */
  function hasArrived(submitted: JobState, knownBefore: ReadonlySet<string>): boolean {
    return [...newest.values()].some(
      (job) =>
        job.type === submitted.type && !knownBefore.has(job.jobId) && age(submitted, job) < SKEW_MS,
    );
  }

  return {
    take(job) {
      const known = newest.get(job.jobId);
      const newer = newerOf(job, known);
      if (newer === known) return;
      noteWritten(newer.updatedAt.getTime());
      newest.set(job.jobId, newer);
      update(job.jobId);
    },
    stored: (jobId) => newest.get(jobId),
    shown: (jobId) => shown.get(jobId),
    begin(jobId, action) {
      actions.set(jobId, action);
      update(jobId);
      return () => {
        actions.delete(jobId);
        update(jobId);
      };
    },
    beginCreate(job) {
      creates.set(job, new Set(newest.keys()));
      return () => creates.delete(job);
    },
    list: (jobIds, filter) =>
      [
        ...jobIds.flatMap((jobId) => shown.get(jobId) ?? []),
        ...[...creates].flatMap(([job, before]) => (hasArrived(job, before) ? [] : job)),
      ]
        .filter((job) => isIn(job, filter))
        .sort((a, b) => age(b, a) || (a.jobId < b.jobId ? 1 : -1))
        .slice(0, filter.limit),
  };
}

/** A clock may differ from the server's by so much. */
const SKEW_MS = 60_000;

/** By how many milliseconds one job is younger than another. */
function age(job: JobState, other: JobState): number {
  return job.createdAt.getTime() - other.createdAt.getTime();
}
