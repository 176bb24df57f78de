/**
 * Callbacks that come from state: whatever was missed meanwhile, the state that is there says what
 * is still to be told. Each progress is told once to each listener, each end once on this device.
 */
import type { JobMemory } from "./jobMemory.js";
import { hasEnded, type EndedJob, type FailedJob, type JobState } from "./jobState.js";
import type { RunningJob, SucceededJob } from "./jobState.js";

/** What an application wants to be told. */
export interface JobCallbacks {
  /** A running job got further. */
  readonly onProgress?: ((job: RunningJob) => void) | undefined;
  /** A job has succeeded: told once on this device. */
  readonly onComplete?: ((job: SucceededJob) => void) | undefined;
  /** A job has failed: told once on this device. */
  readonly onError?: ((job: FailedJob) => void) | undefined;
}

/** Who is to be told; what it gives may be other functions each time. */
export type JobListener = () => JobCallbacks;

/** Tells what is new; `stop` ends it for good. */
export interface Teller {
  /** Look at jobs as the server has them. */
  look(jobs: Iterable<JobState>): void;
  stop(): void;
}

/** A tab that nobody sees lets one that is seen tell first. */
const HIDDEN_DELAY_MS = 1_000;

/** Start telling those who listen at that moment what a memory does not have as told. */
export function startTelling(memory: JobMemory, listeners: ReadonlySet<JobListener>): Teller {
  /** The last `seq` that each listener was told of each job. */
  const progressTold = new WeakMap<JobListener, Map<string, number>>();
  const claimed = new Set<string>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let isStopped = false;

  function tellProgress(job: RunningJob): void {
    for (const callbacks of listeners) {
      const told = progressTold.get(callbacks) ?? new Map<string, number>();
      if (job.seq <= (told.get(job.jobId) ?? -1)) continue;
      progressTold.set(callbacks, told.set(job.jobId, job.seq));
      callSafely(() => callbacks().onProgress?.(job));
    }
  }

  /** Whom an end is to be told to, as calls. */
  function callsFor(job: EndedJob): readonly (() => void)[] {
    return [...listeners].flatMap((callbacks) => {
      const { onComplete, onError } = callbacks();
      if (job.state === "succeeded" && onComplete)
        return () => {
          onComplete(job);
        };
      if (job.state === "failed" && onError)
        return () => {
          onError(job);
        };
      return [];
    });
  }

  function tellEnd(job: EndedJob): void {
    const name = `${job.jobId}@${String(job.finishedAt.getTime())}`;
    if (claimed.has(name) || !memory.isUntold(job) || callsFor(job).length === 0) return;
    claimed.add(name);
    const claim = (): void => {
      void memory.claim(job).then((isOurs) => {
        if (!isOurs || isStopped) return;
        const calls = callsFor(job);
        for (const call of calls) callSafely(call);
        if (calls.length === 0) {
          memory.giveBack(job);
          claimed.delete(name);
        }
      });
    };
    if (document.visibilityState === "visible") claim();
    else timers.add(setTimeout(claim, HIDDEN_DELAY_MS));
  }

  return {
    look(jobs) {
      for (const job of jobs) {
        if (!hasEnded(job)) memory.noteUnfinished(job.jobId);
        if (job.state === "running") tellProgress(job);
        else if (hasEnded(job)) tellEnd(job);
      }
    },
    stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** An application's mistake is shown as its own, and keeps nobody else from hearing. */
function callSafely(call: () => void): void {
  try {
    call();
  } catch (error) {
    reportError(error);
  }
}
