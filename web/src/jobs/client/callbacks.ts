/**
 * Callbacks that come from state: whatever was missed meanwhile, the state that is there says what
 * is still to be notified. Each listener is called once for each progress; each end is notified once
 * on this device.
 */
import type { DeviceStorage } from "../device/deviceStorage.js";
import {
  hasEnded,
  type EndedJob,
  type FailedJob,
  type JobState,
  type RunningJob,
  type SucceededJob,
} from "../model/jobState.js";

/** What an application wants to be notified of. */
export interface JobCallbacks {
  /** A running job got further. */
  readonly onProgress?: ((job: RunningJob) => void) | undefined;
  /** A job has succeeded: notified once on this device. */
  readonly onComplete?: ((job: SucceededJob) => void) | undefined;
  /** A job has failed: notified once on this device. */
  readonly onError?: ((job: FailedJob) => void) | undefined;
}

/** Returns the callbacks that are to be called now: they may be others each time. */
export type Subscriber = () => JobCallbacks;

/** Notifies of what is new; `stop` ends it for good. */
export interface Notifier {
  /** Notify of what is new in jobs as the server has them. */
  notifyNew(jobs: Iterable<JobState>): void;
  stop(): void;
}

/** A hidden tab lets a visible one notify first. */
const HIDDEN_DELAY_MS = 1_000;

/** Start notifying the listeners of that moment of what this device has not been notified of. */
export function startNotifier(
  storage: DeviceStorage,
  listeners: ReadonlySet<Subscriber>,
): Notifier {
  /** The last `seq` of each job that each listener was notified of. */
  const lastNotified = new WeakMap<Subscriber, Map<string, number>>();
  const claimed = new WeakSet<EndedJob>();
  let isStopped = false;

  /** Notify, unless that listener is gone by then; its error stops no other listener. */
  function notify(listener: Subscriber, job: JobState): void {
    queueMicrotask(() => {
      if (!isStopped && listeners.has(listener)) callbackFor(job, listener)?.(job);
    });
  }

  function notifyProgress(job: RunningJob): void {
    for (const listener of listeners) {
      const known = lastNotified.get(listener) ?? new Map<string, number>();
      if (job.seq <= (known.get(job.jobId) ?? -1)) continue;
      lastNotified.set(listener, known.set(job.jobId, job.seq));
      notify(listener, job);
    }
  }

  function notifyEnd(job: EndedJob): void {
    const wanting = (): Subscriber[] => [...listeners].filter((each) => callbackFor(job, each));
    if (claimed.has(job) || !storage.needsNotification(job) || !wanting()[0]) return;
    claimed.add(job);
    const claim = async (): Promise<void> => {
      if (!(await storage.claim(job))) return;
      const here = wanting();
      for (const listener of here) notify(listener, job);
      if (here[0]) return;
      storage.release(job.jobId);
      claimed.delete(job);
    };
    setTimeout(() => void claim(), document.visibilityState === "visible" ? 0 : HIDDEN_DELAY_MS);
  }

  return {
    notifyNew(jobs) {
      for (const job of jobs) {
        if (!hasEnded(job)) storage.noteUnfinished(job.jobId);
        if (job.state === "running") notifyProgress(job);
        else if (hasEnded(job)) notifyEnd(job);
      }
    },
    stop() {
      isStopped = true;
    },
  };
}

/** Return the callback of a listener for a job in its state. */
function callbackFor(job: JobState, listener: Subscriber): ((job: JobState) => void) | undefined {
  const { onProgress, onComplete, onError } = listener();
  const wanted = { running: onProgress, succeeded: onComplete, failed: onError };
  return wanted[job.state as keyof typeof wanted] as ((job: JobState) => void) | undefined;
}
