/**
 * The jobs of one user, as this page knows them: the newest card of each, and on top of it what was
 * asked for and is not answered yet. No order of arrival can bring an older card back.
 */
import { statusOf, newerOf, wishedJob, withWish, type JobState, type Wish } from "./jobState.js";
import type { JobFilter } from "./jobApi.js";

/** A submission under way, shown as the job it will be. */
interface Create {
  readonly job: JobState;
  /** The jobs that were there before: a new one of this type is the one that it became. */
  readonly knownBefore: ReadonlySet<string>;
}

/** A clock may differ from the server's by so much before two jobs are shown for one. */
const CLOCK_SKEW_MS = 60_000;

/** The jobs of one user. */
export class JobCards {
  private readonly newest = new Map<string, JobState>();
  private readonly wishes = new Map<string, Wish>();
  private readonly creates = new Map<string, Create>();

  /** Take a card in; false if it is no news. */
  take(card: JobState): boolean {
    const known = this.newest.get(card.jobId);
    const newer = newerOf(card, known);
    this.newest.set(card.jobId, newer);
    return newer !== known;
  }

  /** The job as the server has it. */
  stored(jobId: string): JobState | undefined {
    return this.newest.get(jobId);
  }

  drop(jobId: string): void {
    this.newest.delete(jobId);
  }

  /** The job as it is to be shown. */
  shown(jobId: string): JobState | undefined {
    const job = this.newest.get(jobId);
    return job && this.overlaid(job);
  }

  /** Show what a wish will do, until `end` is called. */
  begin(jobId: string, wish: Wish): () => void {
    this.wishes.set(jobId, wish);
    return () => {
      this.wishes.delete(jobId);
    };
  }

  /** Show a job that is being submitted, until `end` is called. */
  beginCreate(jobId: string, type: string, tags: readonly string[], now: Date): () => void {
    const job = wishedJob(jobId, type, tags, now);
    this.creates.set(jobId, { job, knownBefore: new Set(this.newest.keys()) });
    return () => {
      this.creates.delete(jobId);
    };
  }

  /** Give those of these jobs that a list holds, newest first, with what is being submitted. */
  list(jobIds: Iterable<string>, { status, limit }: JobFilter): readonly JobState[] {
    const jobs = [...new Set(jobIds)].flatMap((jobId) => this.shown(jobId) ?? []);
    return [...jobs, ...this.unseenCreates()]
      .filter((job) => status === undefined || statusOf(job) === status)
      .sort(byAge)
      .slice(0, limit);
  }

  /** The overlaid job stays the same object while nothing changes: React compares by identity. */
  private overlaid(job: JobState): JobState {
    const wish = this.wishes.get(job.jobId);
    if (!wish) return job;
    const before = this.overlays.get(job);
    if (before?.wish === wish) return before.job;
    const shown = withWish(job, wish);
    this.overlays.set(job, { wish, job: shown });
    return shown;
  }

  private readonly overlays = new WeakMap<JobState, { wish: Wish; job: JobState }>();

  /** Leave out a submission whose job was heard of before its answer came. */
  private unseenCreates(): readonly JobState[] {
    const taken = new Set<string>();
    return [...this.creates.values()].flatMap(({ job, knownBefore }) => {
      const became = [...this.newest.values()].find(
        (each) =>
          each.type === job.type &&
          !knownBefore.has(each.jobId) &&
          !taken.has(each.jobId) &&
          each.createdAt.getTime() > job.createdAt.getTime() - CLOCK_SKEW_MS,
      );
      if (!became) return job;
      taken.add(became.jobId);
      return [];
    });
  }
}

function byAge(a: JobState, b: JobState): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || (a.jobId < b.jobId ? 1 : -1);
}
