/**
 * Callbacks that come from state: whatever was missed meanwhile, the state that is there says what
 * is still to be told. Each progress is told once to each listener, each end once on this device.
 */
import type { JobMemory } from "../device/deviceStorage.js";
import { hasEnded, type EndedJob, type FailedJob, type JobState } from "../model/jobState.js";
import type { RunningJob, SucceededJob } from "../model/jobState.js";

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
  const claimed = new WeakSet<EndedJob>();
  let isStopped = false;

  /** Tell, unless that listener is gone by then; its mistakes are its own, and stop nobody. */
  function tell(listener: JobListener, job: JobState): void {
    queueMicrotask(() => {
      if (!isStopped && listeners.has(listener)) callbackFor(job, listener)?.(job);
    });
  }

  function tellProgress(job: RunningJob): void {
    for (const listener of listeners) {
      const told = progressTold.get(listener) ?? new Map<string, number>();
      if (job.seq <= (told.get(job.jobId) ?? -1)) continue;
      progressTold.set(listener, told.set(job.jobId, job.seq));
      tell(listener, job);
    }
  }

  function tellEnd(job: EndedJob): void {
    const hearers = (): JobListener[] => [...listeners].filter((each) => callbackFor(job, each));
    if (claimed.has(job) || !memory.isUntold(job) || !hearers()[0]) return;
    claimed.add(job);
    const claim = async (): Promise<void> => {
      if (!(await memory.claim(job))) return;
      const here = hearers();
      for (const listener of here) tell(listener, job);
      if (here[0]) return;
      memory.giveBack(job.jobId);
      claimed.delete(job);
    };
    setTimeout(() => void claim(), document.visibilityState === "visible" ? 0 : HIDDEN_DELAY_MS);
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
    },
  };
}

/** Find what a listener wants to be called with a job in its state. */
function callbackFor(job: JobState, listener: JobListener): ((job: JobState) => void) | undefined {
  const { onProgress, onComplete, onError } = listener();
  const wanted = { running: onProgress, succeeded: onComplete, failed: onError };
  return wanted[job.state as keyof typeof wanted] as ((job: JobState) => void) | undefined;
}
