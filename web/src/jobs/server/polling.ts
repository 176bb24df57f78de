/**
 * Polling, for where listening does not work or is not wanted: the list, every 10 s while a job is
 * under way and every 30 s otherwise; and between that the newest unfinished jobs, each as often as
 * the server's `Retry-After` says, within 1 to 10 s.
 */
import type { JobsApiError } from "../model/jobErrors.js";
import { hasEnded } from "../model/jobState.js";
import { readList, readStatus } from "./polledApi.js";
import type { StartPolling } from "./poller.js";

const SHORTEST_SECONDS = 1;
const LONGEST_SECONDS = 10;
/** Where nothing is under way, only another device can bring something new. */
const IDLE_SECONDS = 30;
/** So many jobs are polled one by one; the list has the others. */
const FOLLOWED = 5;

/** Start polling. */
export const startPolling: StartPolling = (target, ports) => {
  const { http } = ports.api;
  const following = new Set<string>();
  let isStopped = false;

  function report(error?: JobsApiError): void {
    if (!isStopped) ports.onReach(error);
  }

  /**
   * Poll, and again after as many seconds as the answer says; not again if it says undefined.
   *
   * @returns what polls at once.
   */
  function repeat(poll: () => Promise<number | undefined>): () => void {
    let failures = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isPolling = false;
    let isPoked = false;

    async function run(): Promise<void> {
      clearTimeout(timer);
      isPoked = isPolling;
      if (isPolling || isStopped) return;
      isPolling = true;
      let seconds: number | undefined;
      try {
        seconds = await poll();
        failures = 0;
        report();
      } catch (error) {
        report(error as JobsApiError);
        seconds = Math.min(
          (error as JobsApiError).retryAfterSeconds ?? 2 ** failures++,
          LONGEST_SECONDS,
        );
      }
      isPolling = false;
      if (seconds === undefined) return;
      seconds = isPoked ? 0 : Math.max(seconds, SHORTEST_SECONDS);
      timer = setTimeout(() => void run(), seconds * 1000);
    }
    void run();
    return () => void run();
  }

  function follow(jobId: string): void {
    if (following.has(jobId)) return;
    following.add(jobId);
    let etag: string | undefined;
    repeat(async () => {
      const polled = await readStatus(http, jobId, etag).catch(asGone);
      if (isStopped) return undefined;
      etag = polled?.etag;
      if (polled?.job) ports.onJob(polled.job);
      else if (!polled && "jobId" in target) ports.onAll([], false);
      if (polled && !(polled.job && hasEnded(polled.job))) {
        return Math.min(polled.retryAfterSeconds ?? LONGEST_SECONDS, LONGEST_SECONDS);
      }
      following.delete(jobId);
      return undefined;
    });
  }

  const poke =
    "jobId" in target
      ? follow.bind(null, target.jobId)
      : repeat(async () => {
          const jobs = await readList(http, target);
          if (isStopped) return undefined;
          ports.onAll(jobs, false);
          const unfinished = jobs.filter((job) => !hasEnded(job));
          for (const job of unfinished.slice(0, FOLLOWED)) follow(job.jobId);
          return unfinished[0] ? LONGEST_SECONDS : IDLE_SECONDS;
        });
  if ("jobId" in target) poke();

  return {
    poke,
    stop() {
      isStopped = true;
    },
  };
};

function asGone(error: unknown): undefined {
  if ((error as JobsApiError).code !== "not-found") throw error;
}
