/**
 * One list of jobs, or one job, as React reads it: `subscribe` and `getSnapshot`. It stays
 * live while a component shows it, and a moment longer, so that going from page to page does not
 * start again.
 */
import type { JobsApiError } from "../model/jobErrors.js";
import type { JobState } from "../model/jobState.js";
import type { Connection, ListenTarget } from "../model/listener.js";
import { startLiveJobs } from "../server/liveJobs.js";
import type { Poller } from "../server/poller.js";
import type { JobSession } from "./jobSession.js";

/** What a component shows. The same object as long as nothing has changed. */
export interface JobsSnapshot {
  readonly jobs: readonly JobState[];
  /** Those of them that were not dismissed on this device. */
  readonly undismissed: readonly JobState[];
  /** The server has said which jobs there are, or this device keeps them. */
  readonly isKnown: boolean;
  readonly connection: Connection;
}

/** A list of jobs, or one. */
export interface JobView {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => JobsSnapshot;
  /** Begin again, for another user; null if no user is signed in, undefined if that is unknown. */
  reset(session: JobSession | null | undefined, error?: JobsApiError): void;
  /** Show a job that was submitted here, although no listener has brought it yet. */
  add(jobId: string): void;
  /** Something was requested here: what polls need not wait. */
  poke(): void;
  /** Show what is known now, if it differs from what is shown; in a hidden tab only what is suspended. */
  refresh(): void;
  /** Whether a component shows this job here; or, without one, anything. */
  isShowing(jobId?: string): boolean;
  /** Whether the server has said which jobs there are, and not only this device's storage. */
  isConfirmed(): boolean;
  /** The jobs here as the server has them. */
  stored(): readonly JobState[];
}

/** A view stays live for so long after the last component is gone. */
export const LINGER_MS = 1_000;

const CONNECTING: Connection = { state: "connecting", isCached: true, isBlocked: false };

/** What is shown before anything is known. */
export const NOTHING_YET: JobsSnapshot = {
  jobs: [],
  undismissed: [],
  isKnown: false,
  connection: CONNECTING,
};

/** Make a view; it waits for `reset` to say whose jobs to show, and calls `onUse` when it is shown. */
export function makeView(target: ListenTarget, onUse: () => void): JobView {
  const listeners = new Set<() => void>();
  /** Jobs that were submitted here, and that no listener has brought yet. */
  const added = new Set<string>();
  let session: JobSession | null | undefined;
  let live: Poller | undefined;
  let jobIds: readonly string[] = [];
  let isKnown = false;
  let connection = CONNECTING;
  let snapshot = NOTHING_YET;
  /** All that the snapshot holds. */
  let shownBefore: readonly unknown[] = [];
  let lingering: ReturnType<typeof setTimeout> | undefined;

  const isAsking = "status" in target && target.status === "suspended";
  const allIds = (): readonly string[] => [...new Set([...jobIds, ...added])];

  function run(): void {
    if (!session || live) return;
    const { api, jobs: known, listen, startPolling, onChange } = session;

    function onAll(jobs: readonly JobState[], fromCache: boolean): void {
      for (const job of jobs) known.take(job);
      // An empty cache proves nothing.
      if (!fromCache || jobs[0]) {
        isKnown = true;
        jobIds = jobs.map((job) => job.jobId);
        for (const jobId of jobIds) added.delete(jobId);
      }
      onChange();
    }

    live = startLiveJobs(target, {
      ...{ api, startPolling },
      listen: listen && ((...to) => listen(target, ...to)),
      onAll,
      onJob(job) {
        if ("jobId" in target) {
          onAll([job], false);
        } else {
          known.take(job);
          onChange();
        }
      },
      onConnection(changed) {
        connection = changed;
        refresh();
      },
    });
  }

  function halt(): void {
    live?.stop();
    live = undefined;
  }

  function refresh(): void {
    // The last state of a tab is drawn when it is seen again; what asks calls the user back to it.
    if (listeners.size && document.hidden && session && !isAsking) return;
    const jobs = !session
      ? []
      : "jobId" in target
        ? jobIds.flatMap((jobId) => session?.jobs.shown(jobId) ?? [])
        : session.jobs.list(allIds(), target);
    const undismissed = jobs.filter((job) => !session?.storage.isDismissed(job.jobId));
    const { state, isCached, isBlocked, error } = connection;
    const shown = [isKnown, state, isCached, isBlocked, error, ...jobs, 0, ...undismissed];
    if (isSame(shown, shownBefore)) return;
    shownBefore = shown;
    snapshot = { jobs, undismissed, isKnown, connection };
    for (const listener of [...listeners]) listener();
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      clearTimeout(lingering);
      onUse();
      run();
      return () => {
        listeners.delete(listener);
        if (!listeners.size) lingering = setTimeout(halt, LINGER_MS);
      };
    },
    getSnapshot: () => snapshot,
    reset(other, error) {
      clearTimeout(lingering);
      halt();
      session = other;
      jobIds = [];
      added.clear();
      isKnown = false;
      connection =
        session === null
          ? { ...CONNECTING, state: "signed-out", isCached: false, error }
          : CONNECTING;
      if (listeners.size) run();
      refresh();
    },
    add(jobId) {
      if (!("jobId" in target)) added.add(jobId);
    },
    poke: () => live?.poke(),
    refresh,
    isShowing: (jobId) => listeners.size > 0 && (!jobId || allIds().includes(jobId)),
    isConfirmed: () => isKnown && !connection.isCached,
    stored: () => allIds().flatMap((jobId) => session?.jobs.stored(jobId) ?? []),
  };
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((each, place) => each === others[place]);
}
