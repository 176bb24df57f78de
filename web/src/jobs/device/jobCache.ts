/**
 * The jobs that this device saw last: shown, and marked as cached, until the server has answered.
 * In localStorage, beside what `deviceStorage.ts` keeps, and gone with it when the user signs out.
 *
 * Firestore's own persistent cache does this too, but it writes every change of every document
 * through IndexedDB before a listener sees it (docs/decisions/0008-last-jobs-in-local-storage.md).
 */
import type { JobState } from "../model/jobState.js";
import { isIn, type Listener, type ListenTarget, type Snapshot } from "../model/listener.js";
import { reviveJob } from "../model/reviveJob.js";
import { throttle } from "../model/throttle.js";
import { keyOf, readStored, writeStored } from "./localStorage.js";

/** So many jobs are kept, the newest ones. */
const CAPACITY = 100;
/** What changes all the time is written no oftener than this. */
const SAVE_MS = 1_000;

/** Have a listener begin with what this device saw last, and keep what it reports. */
export function withCache(listener: Listener): Listener {
  /** What the server has answered on this page, which the page then knows better itself. */
  const answered = new Set<string>();
  return {
    ...listener,
    listen(uid, target, onNext, onError) {
      const name = `${uid} ${JSON.stringify(target)}`;
      let last: Snapshot | undefined;
      const saving = throttle(SAVE_MS, () => {
        if (last) save(uid, target, last.jobs);
      });
      const jobs = answered.has(name) ? [] : matching(load(uid), target);
      if (jobs[0]) onNext({ jobs, fromCache: true });
      const stop = listener.listen(
        uid,
        target,
        (snapshot) => {
          // Offline, and never answered: the listener knows nothing, and says so.
          if (snapshot.fromCache && !last) return;
          last = snapshot;
          answered.add(name);
          if (!snapshot.fromCache) saving.run();
          onNext(snapshot);
        },
        onError,
      );
      // A reload within that second must find what the page had shown.
      addEventListener("pagehide", saving.flush);
      return () => {
        removeEventListener("pagehide", saving.flush);
        saving.cancel();
        stop();
      };
    },
  };
}

/** Return those jobs that a target would show, newest first. */
export function matching(jobs: readonly JobState[], target: ListenTarget): readonly JobState[] {
  return "jobId" in target
    ? jobs.filter(({ jobId }) => jobId === target.jobId)
    : jobs.filter((job) => isIn(job, target)).slice(0, target.limit);
}

/** Merge what a target showed into what is kept: what it would have shown, and did not, is gone. */
export function merged(
  kept: readonly JobState[],
  target: ListenTarget,
  shown: readonly JobState[],
): readonly JobState[] {
  const isFull = "limit" in target && shown.length >= target.limit;
  const oldest = isFull ? Math.min(...shown.map(createdAt)) : 0;
  const unlimited = "jobId" in target ? target : { ...target, limit: Infinity };
  const gone = new Set(
    [...matching(kept, unlimited).filter((job) => createdAt(job) >= oldest), ...shown].map(
      ({ jobId }) => jobId,
    ),
  );
  return [...shown, ...kept.filter(({ jobId }) => !gone.has(jobId))]
    .sort((a, b) => createdAt(b) - createdAt(a))
    .slice(0, CAPACITY);
}

function createdAt(job: JobState): number {
  return job.createdAt.getTime();
}

function save(uid: string, target: ListenTarget, shown: readonly JobState[]): void {
  // Another tab may have written meanwhile.
  writeStored(keyOf(uid, "jobs"), { jobs: merged(load(uid), target, shown) });
}

function load(uid: string): readonly JobState[] {
  const { jobs } = readStored(keyOf(uid, "jobs"));
  return Array.isArray(jobs) ? jobs.flatMap((job) => reviveJob(job) ?? []) : [];
}
