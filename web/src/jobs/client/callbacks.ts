/**
 * Callbacks that come from state: whatever was missed meanwhile, the state that is there says what
 * is still to be notified. Each listener is called once for each progress; each end is notified once
 * on this device.
 */
import type { DeviceStorage } from "../device/deviceStorage.js";
import type { JobsApiError } from "../model/jobErrors.js";
import {
  hasEnded,
  type EndedJob,
  type FailedJob,
  type JobState,
  type RunningJob,
  type SucceededJob,
} from "../model/jobState.js";
import type { AnyJobTypes, JobResult, JobTypeMap } from "../model/jobTypes.js";
import type { Failure, Progress } from "../model/schema.js";

/** What an application wants to be notified of. */
export interface JobCallbacks<Types extends JobTypeMap = AnyJobTypes> {
  /** A running job got further. */
  readonly onProgress?: ((jobId: string, progress: Progress, job: RunningJob) => void) | undefined;
  /** A job has succeeded, and its result was read: notified once on this device. */
  readonly onComplete?:
    ((jobId: string, result: JobResult<Types>, job: SucceededJob) => void) | undefined;
  /** A job has failed: notified once on this device. */
  readonly onError?: ((jobId: string, error: Failure, job: FailedJob) => void) | undefined;
}

/** The same for the library itself. */
export interface Callbacks extends JobCallbacks {
  /** A job has succeeded or failed; no result is read for it. */
  readonly onEnd?: ((job: SucceededJob | FailedJob) => void) | undefined;
}

/** Returns the callbacks that are to be called now: they may be others each time. */
export type Subscriber = () => Callbacks;

/** Notifies of what is new; `stop` ends it for good. */
export interface Notifier {
  /** Notify of what is new in jobs as the server has them. */
  notifyNew(jobs: Iterable<JobState>): void;
  stop(): void;
}

/** A hidden tab lets a visible one notify first. */
const HIDDEN_DELAY_MS = 1_000;
/** A result that could not be read is read again after this. */
const REREAD_MS = 10_000;

/** Start notifying the listeners of that moment of what this device has not been notified of. */
export function startNotifier(
  storage: DeviceStorage,
  listeners: ReadonlySet<Subscriber>,
  readResult: (jobId: string) => Promise<unknown>,
): Notifier {
  /** The last `seq` of each job that each listener was notified of. */
  const lastNotified = new WeakMap<Subscriber, Map<string, number>>();
  const claimed = new WeakSet<EndedJob>();
  let isStopped = false;

  /** Notify, unless that listener is gone by then; its error stops no other listener. */
  function notify(listener: Subscriber, call: (callbacks: Callbacks) => void): void {
    queueMicrotask(() => {
      if (!isStopped && listeners.has(listener)) call(listener());
    });
  }

  function notifyProgress(job: RunningJob): void {
    for (const listener of listeners) {
      const known = lastNotified.get(listener) ?? new Map<string, number>();
      if (job.seq <= (known.get(job.jobId) ?? -1)) continue;
      lastNotified.set(listener, known.set(job.jobId, job.seq));
      notify(listener, ({ onProgress }) => onProgress?.(job.jobId, job.progress, job));
    }
  }

  function notifyEnd(job: SucceededJob | FailedJob): void {
    const { jobId, type } = job;
    const isGood = job.state === "succeeded";
    const wanting = (): Subscriber[] =>
      [...listeners].filter((listener) => {
        const { onEnd, onComplete, onError } = listener();
        return onEnd ?? (isGood ? onComplete : onError);
      });
    if (isStopped || claimed.has(job) || !storage.needsNotification(job) || !wanting()[0]) return;
    claimed.add(job);

    async function deliver(): Promise<void> {
      // Read before it is claimed: what cannot be read is not lost.
      const isRead = isGood && wanting().some((listener) => listener().onComplete);
      const data = isRead ? await readResult(jobId) : undefined;
      if (!(await storage.claim(job))) return;
      const here = wanting();
      for (const listener of here) {
        notify(listener, ({ onEnd, onComplete, onError }) => {
          onEnd?.(job);
          if (!isGood) onError?.(jobId, job.error, job);
          else if (isRead) onComplete?.(jobId, { type, data, summary: job.summary }, job);
        });
      }
      if (here[0]) return;
      storage.release(jobId);
      claimed.delete(job);
    }

    function onUnread({ status }: JobsApiError): void {
      // A refusal stays one.
      if (status && status < 500) return;
      claimed.delete(job);
      setTimeout(notifyEnd, REREAD_MS, job);
    }

    setTimeout(() => void deliver().catch(onUnread), document.hidden ? HIDDEN_DELAY_MS : 0);
  }

  return {
    notifyNew(jobs) {
      for (const job of jobs) {
        if (!hasEnded(job)) storage.noteUnfinished(job.jobId);
        if (job.state === "running") notifyProgress(job);
        else if (hasEnded(job) && job.state !== "cancelled") notifyEnd(job);
      }
    },
    stop() {
      isStopped = true;
    },
  };
}
