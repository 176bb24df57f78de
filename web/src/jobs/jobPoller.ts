/**
 * Polling, for where listening does not work: the list every 10 s, and between that the newest
 * unfinished jobs, each as often as the server's `Retry-After` says, within 1 to 10 s.
 */
import type { JobApi } from "./jobApi.js";
import { JobsApiError } from "./jobErrors.js";
import type { ListenTarget } from "./jobFeed.js";
import { hasEnded, type JobState } from "./jobState.js";

/** A poller that runs. */
export interface Poller {
  /** Do not wait: the page has come to the front. */
  askNow(): void;
  stop(): void;
}

/** Whom a poller tells. */
export interface PollerPorts {
  onAll(jobs: readonly JobState[]): void;
  onJob(job: JobState): void;
  /** Whether the API has answered at all. */
  onReach(isReachable: boolean): void;
}

const SHORTEST_SECONDS = 1;
const LONGEST_SECONDS = 10;
/** So many jobs are asked after one by one; the list has the others. */
const FOLLOWED = 5;

/** Start polling. */
export function startPolling(target: ListenTarget, api: JobApi, ports: PollerPorts): Poller {
  let isStopped = false;
  /** Each question that is repeated, by job id; the list's is "". */
  const loops = new Map<string, () => void>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** Ask, and again after as many seconds as the answer says; never, if it says undefined. */
  function repeat(name: string, ask: () => Promise<number | undefined>): void {
    if (loops.has(name)) return;
    let failures = 0;
    const turn = (): void => {
      timers.delete(name);
      void ask()
        .then(
          (seconds) => {
            failures = 0;
            return seconds;
          },
          (error: unknown) => {
            if (isStopped) return undefined;
            const { status, retryAfterSeconds } = error as JobsApiError;
            ports.onReach(status !== 0);
            return retryAfterSeconds ?? 2 ** failures++;
          },
        )
        .then((seconds) => {
          if (isStopped) return;
          if (seconds === undefined) loops.delete(name);
          else timers.set(name, setTimeout(turn, within(seconds) * 1000));
        });
    };
    loops.set(name, turn);
    turn();
  }

  function follow(jobId: string): void {
    let etag: string | undefined;
    repeat(jobId, async () => {
      const polled = await api.status(jobId, etag).catch(asGone);
      if (isStopped) return undefined;
      if (!polled) {
        if ("jobId" in target) ports.onAll([]);
        return undefined;
      }
      etag = polled.etag;
      if (polled.job) ports.onJob(polled.job);
      else ports.onReach(true);
      return polled.job && hasEnded(polled.job)
        ? undefined
        : (polled.retryAfterSeconds ?? LONGEST_SECONDS);
    });
  }

  if ("jobId" in target) {
    follow(target.jobId);
  } else {
    repeat("", async () => {
      const jobs = await api.list(target);
      if (isStopped) return undefined;
      ports.onAll(jobs);
      const unfinished = jobs.filter((job) => !hasEnded(job));
      for (const job of unfinished.slice(0, FOLLOWED)) follow(job.jobId);
      return LONGEST_SECONDS;
    });
  }

  return {
    askNow() {
      for (const [name, timer] of [...timers]) {
        clearTimeout(timer);
        loops.get(name)?.();
      }
    },
    stop() {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

function within(seconds: number): number {
  return Math.min(Math.max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS);
}

function asGone(error: unknown): undefined {
  if (error instanceof JobsApiError && error.code === "not-found") return undefined;
  throw error;
}
