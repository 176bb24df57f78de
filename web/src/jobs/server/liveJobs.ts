/**
 * News of a list of jobs, or of one: by listening; where listening is refused or silent, by
 * polling, until listening works again. It starts, and comes back, by itself.
 *
 * What must stay true: after `stop` nothing is reported any more.
 */
import type { JobApi, JobFilter } from "./jobApi.js";
import { startPolling } from "./polling.js";
import type { JobState } from "../model/jobState.js";

/** What to hear of: a list, newest first, or one job. */
export type ListenTarget = JobFilter | { readonly jobId: string };

/** All jobs that a listener sees at a moment. */
export interface Snapshot {
  readonly jobs: readonly JobState[];
  /** It is what this device remembers; the server has not confirmed it. */
  readonly fromCache: boolean;
}

/** The database, as far as it is needed here. */
export interface Listener {
  /** Listen until the returned function is called. After `onError` nothing more comes. */
  listen(
    uid: string,
    target: ListenTarget,
    onNext: (snapshot: Snapshot) => void,
    onError: () => void,
  ): () => void;
  /** Read a job's result; undefined if there is none. */
  readResult(uid: string, jobId: string): Promise<unknown>;
}

/** How news come in. */
export interface Connection {
  /**
   * - `signed-out`: nobody is signed in, so there is nothing to hear;
   * - `connecting`: nothing was heard yet;
   * - `live`: changes come as they are written;
   * - `polling`: listening does not work here at the moment; asked every 1 to 10 s instead;
   * - `offline`: there is no network; it goes on by itself.
   */
  readonly state: "signed-out" | "connecting" | "live" | "polling" | "offline";
  /** What is shown is the last state that this device remembers. */
  readonly isCached: boolean;
}

/** What a feed needs, and whom it tells. */
export interface FeedPorts {
  readonly api: JobApi;
  listen(onNext: (snapshot: Snapshot) => void, onError: () => void): () => void;
  /** These are all the jobs there are. */
  onAll(jobs: readonly JobState[], fromCache: boolean): void;
  /** One of them has news. */
  readonly onJob: (job: JobState) => void;
  onConnection(connection: Connection): void;
}

/** A feed that runs. */
export interface Feed {
  stop(): void;
}

/** A listener that says nothing for so long is taken for blocked. */
export const SILENCE_MS = 15_000;
/** A running job is written at least every 10 s: a longer silence is looked into after this. */
const QUIET_MS = 13_000;
/** A fresh listener that works answers within this; together they are `SILENCE_MS`. */
const PROBE_MS = SILENCE_MS - QUIET_MS;
/** While polling, listening is tried again after this, then ever less often. */
const FIRST_RELISTEN_MS = 15_000;
const LONGEST_RELISTEN_MS = 300_000;
/** A page that comes to the front asks again, unless it has heard something just now. */
const FRESH_MS = 5_000;

/** Start a feed. */
export function startFeed(target: ListenTarget, ports: FeedPorts): Feed {
  let stopListening: (() => void) | undefined;
  let stopPoller: (() => void) | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let relisten: ReturnType<typeof setTimeout> | undefined;
  let relistenMs = FIRST_RELISTEN_MS;
  let isLive = false;
  let isReachable = navigator.onLine;
  let heardAt = 0;
  let isCached = true;

  function say(): void {
    const state = !isReachable
      ? "offline"
      : isLive
        ? "live"
        : stopPoller
          ? "polling"
          : "connecting";
    ports.onConnection({ state, isCached });
  }

  function listen(patienceMs: number): void {
    stopListening?.();
    let isOver = false;
    const end = ports.listen(
      (snapshot) => {
        if (!isOver) onSnapshot(snapshot);
      },
      () => {
        if (!isOver) onRefused();
      },
    );
    stopListening = () => {
      isOver = true;
      end();
    };
    expectNews(patienceMs);
  }

  function expectNews(withinMs: number | undefined): void {
    clearTimeout(silence);
    if (withinMs !== undefined) silence = setTimeout(onSilence, withinMs);
  }

  function onSnapshot({ jobs, fromCache }: Snapshot): void {
    if (fromCache) {
      // Polling knows more than the device's memory.
      if (stopPoller) return;
      if (isLive) expectNews(SILENCE_MS);
      isLive = false;
      isCached = true;
    } else {
      stopPolling();
      isLive = isReachable = true;
      isCached = false;
      heardAt = Date.now();
      relistenMs = FIRST_RELISTEN_MS;
      expectNews(jobs.some((job) => job.state === "running") ? QUIET_MS : undefined);
    }
    ports.onAll(jobs, fromCache);
    say();
  }

  function onSilence(): void {
    if (isLive && Date.now() - heardAt >= QUIET_MS) {
      // It may be the worker that is silent: a fresh listener tells. `heardAt` ends the probe.
      heardAt = Date.now();
      listen(PROBE_MS);
    } else {
      poll();
    }
  }

  function onRefused(): void {
    stopListening?.();
    stopListening = undefined;
    expectNews(undefined);
    poll();
  }

  function poll(): void {
    isLive = false;
    stopPoller ??= startPolling(target, ports.api, {
      onAll: (jobs) => {
        ports.onAll(jobs, false);
      },
      onJob: ports.onJob,
      onReach,
    });
    clearTimeout(relisten);
    relisten = setTimeout(() => {
      listen(SILENCE_MS);
    }, relistenMs);
    relistenMs = Math.min(relistenMs * 2, LONGEST_RELISTEN_MS);
    say();
  }

  function onReach(isAnswered: boolean): void {
    isReachable = isAnswered;
    isCached = !isAnswered;
    say();
  }

  function stopPolling(): void {
    stopPoller?.();
    stopPoller = undefined;
    clearTimeout(relisten);
  }

  /** The page was asleep, hidden or without a network; or is now. */
  function onWake(): void {
    if (!navigator.onLine) {
      isLive = isReachable = false;
      isCached = true;
      say();
    } else if (
      document.visibilityState === "visible" &&
      !(isLive && Date.now() - heardAt < FRESH_MS)
    ) {
      isReachable = true;
      listen(isLive ? PROBE_MS : SILENCE_MS);
      say();
    }
  }

  const wakes = new AbortController();
  for (const name of ["visibilitychange", "pageshow", "online", "offline"]) {
    addEventListener(name, onWake, { signal: wakes.signal });
  }
  listen(SILENCE_MS);
  say();

  return {
    stop() {
      wakes.abort();
      stopListening?.();
      stopPolling();
      clearTimeout(silence);
    },
  };
}
