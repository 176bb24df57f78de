/**
 * Polling, for where listening does not work: the list every 10 s, and between that the newest
 * unfinished jobs, each as often as the server's `Retry-After` says, within 1 to 10 s.
 */
import type { JobsApiError } from "../model/jobErrors.js";
import { hasEnded, type JobState } from "../model/jobState.js";
import type { ListenTarget } from "../model/listener.js";
import type { JobApi } from "./jobApi.js";

/** Where jobs are read, and where they are reported. */
export interface JobPorts {
  readonly api: JobApi;
  /** These are all the jobs there are. */
  onAll(jobs: readonly JobState[], fromCache: boolean): void;
  /** One of them has changed. */
  onJob(job: JobState): void;
}

interface PollerPorts extends JobPorts {
  /** Whether the API has answered at all. */
  onReach(isReachable: boolean): void;
}

const SHORTEST_SECONDS = 1;
const LONGEST_SECONDS = 10;
/** So many jobs are polled one by one; the list has the others. */
const FOLLOWED = 5;

/** Start polling, until the returned function is called; then nothing is reported any more. */
export function startPolling(target: ListenTarget, ports: PollerPorts): () => void {
  const { api } = ports;
  const following = new Set<string>();
  let isStopped = false;

  /** Poll, and again after as many seconds as the answer says; not again if it says undefined. */
  async function repeat(poll: () => Promise<number | undefined>, failures = 0): Promise<void> {
    let seconds: number | undefined;
    try {
      seconds = await poll();
      failures = 0;
      if (!isStopped) ports.onReach(true);
    } catch (error) {
      const { status, retryAfterSeconds } = error as JobsApiError;
      if (!isStopped) ports.onReach(status !== 0);
      seconds = retryAfterSeconds ?? 2 ** failures++;
    }
    if (isStopped || seconds === undefined) return;
    seconds = Math.min(Math.max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS);
    setTimeout(() => {
      if (!isStopped) void repeat(poll, failures);
    }, seconds * 1000);
  }

  function follow(jobId: string): void {
    if (following.has(jobId)) return;
    following.add(jobId);
    let etag: string | undefined;
    void repeat(async () => {
      const polled = await api.status(jobId, etag).catch(asGone);
      if (isStopped) return undefined;
      etag = polled?.etag;
      if (polled?.job) ports.onJob(polled.job);
      else if (!polled && "jobId" in target) ports.onAll([], false);
      if (polled && !(polled.job && hasEnded(polled.job))) {
        return polled.retryAfterSeconds ?? LONGEST_SECONDS;
      }
      following.delete(jobId);
      return undefined;
    });
  }

  if ("jobId" in target) {
    follow(target.jobId);
  } else {
    void repeat(async () => {
      const jobs = await api.list(target);
      if (isStopped) return undefined;
      ports.onAll(jobs, false);
      const unfinished = jobs.filter((job) => !hasEnded(job));
      for (const job of unfinished.slice(0, FOLLOWED)) follow(job.jobId);
      return LONGEST_SECONDS;
    });
  }

  return () => {
    isStopped = true;
  };
}

function asGone(error: unknown): undefined {
  if ((error as JobsApiError).code !== "not-found") throw error;
}
