/**
 * The jobs of one user, as this page knows them: the newest card of each, and on top of it what was
 * asked for and is not answered yet. No order of arrival can bring an older card back.
 */
import type { JobFilter } from "../server/jobApi.js";
import { newerOf, statusOf, withWish, type JobState, type Wish } from "../model/jobState.js";

/** The jobs of one user. */
export interface JobCards {
  /** Take a card in, if it is news. */
  take(card: JobState): void;
  /** The job as the server has it. */
  stored(jobId: string): JobState | undefined;
  /** The job as it is to be shown: the same object as long as nothing changes. */
  shown(jobId: string): JobState | undefined;
  /** Show what a wish will do, until the returned function is called. */
  begin(jobId: string, wish: Wish): () => void;
  /** Show a job that is being submitted, likewise. */
  beginCreate(job: JobState): () => void;
  /** Give those of these jobs that a list holds, newest first, with what is being submitted. */
  list(jobIds: readonly string[], filter: JobFilter): readonly JobState[];
}

/** Know nothing yet. */
export function makeCards(): JobCards {
  const newest = new Map<string, JobState>();
  const wishes = new Map<string, Wish>();
  const painted = new Map<string, JobState>();
  /** Each submission under way, and the jobs that were there before. */
  const creates = new Map<JobState, ReadonlySet<string>>();

  /** Work out anew what is shown for a job. */
  function paint(jobId: string): void {
    const job = newest.get(jobId);
    const wish = wishes.get(jobId);
    if (job) painted.set(jobId, wish ? withWish(job, wish) : job);
  }

  /** Whether a job was heard of that a submission became, before its answer came. */
  function isHeardOf(submitted: JobState, knownBefore: ReadonlySet<string>): boolean {
    return [...newest.values()].some(
      (job) =>
        job.type === submitted.type && !knownBefore.has(job.jobId) && age(submitted, job) < SKEW_MS,
    );
  }

  return {
    take(card) {
      const known = newest.get(card.jobId);
      const newer = newerOf(card, known);
      if (newer === known) return;
      newest.set(card.jobId, newer);
      paint(card.jobId);
    },
    stored: (jobId) => newest.get(jobId),
    shown: (jobId) => painted.get(jobId),
    begin(jobId, wish) {
      wishes.set(jobId, wish);
      paint(jobId);
      return () => {
        wishes.delete(jobId);
        paint(jobId);
      };
    },
    beginCreate(job) {
      creates.set(job, new Set(newest.keys()));
      return () => creates.delete(job);
    },
    list: (jobIds, { status, limit }) =>
      [
        ...jobIds.flatMap((jobId) => painted.get(jobId) ?? []),
        ...[...creates.keys()].filter((job) => !isHeardOf(job, creates.get(job) ?? new Set())),
      ]
        .filter((job) => !status || statusOf(job) === status)
        .sort((a, b) => age(b, a) || (a.jobId < b.jobId ? 1 : -1))
        .slice(0, limit),
  };
}

/** A clock may differ from the server's by so much. */
const SKEW_MS = 60_000;

/** By how many milliseconds one job is younger than another. */
function age(job: JobState, other: JobState): number {
  return job.createdAt.getTime() - other.createdAt.getTime();
}
