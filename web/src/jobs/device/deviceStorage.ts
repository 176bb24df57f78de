/**
 * What this device keeps of a user's jobs: which ends it has notified, which jobs are under way, and
 * which were dismissed. In localStorage, so that all tabs share it and a reload keeps it; bounded;
 * gone when the user signs out. Without localStorage it lasts as long as the page.
 */
import type { EndedJob } from "../model/jobState.js";
import { inOneTab } from "./inOneTab.js";
import { keyOf, keys, readStored, writeStored } from "./localStorage.js";

/** So many jobs are kept, the last ones. */
const CAPACITY = 200;

interface Kept {
  /** When this device first saw the user, in ms: an end before that is not notified. */
  since: number;
  /** For each job the end that was notified last, in ms; 0 while there is none. */
  notified: Record<string, number | undefined>;
  /** Each dismissed job. */
  dismissed: Record<string, number | undefined>;
}

/** What is kept of one user. */
export interface DeviceStorage {
  /** Note a job that is under way: its end will be notified, whenever that is seen. */
  noteUnfinished(jobId: string): void;
  /** The jobs whose end is still to be notified. */
  unfinished(): readonly string[];
  /** Whether this end was not notified on this device yet. */
  needsNotification(job: EndedJob): boolean;
  /** Claim this end for this tab; false if it was notified, or another tab has claimed it. */
  claim(job: EndedJob): Promise<boolean>;
  /** Release a claim: no listener was there. */
  release(jobId: string): void;
  forget(jobId: string): void;
  isDismissed(jobId: string): boolean;
  dismiss(jobId: string, isDismissed: boolean): void;
  /** Read again what another tab may have changed. */
  refresh(): void;
  /** The user has signed out: whatever is still under way, nothing is written any more. */
  close(): void;
}

/** Open what is kept of a user. */
export function openDeviceStorage(uid: string, now: number): DeviceStorage {
  const key = keyOf(uid, "state");
  let isClosed = false;
  let kept = read(key) ?? { since: now, notified: {}, dismissed: {} };
  // A clock may have been wrong then.
  kept.since = Math.min(kept.since, now);

  function refresh(): void {
    kept = read(key) ?? kept;
  }

  /** Change what is kept, from what all tabs have written. */
  function change(map: "notified" | "dismissed", jobId: string, value?: number): void {
    if (isClosed) return;
    refresh();
    // JSON.stringify leaves out what is undefined.
    kept[map][jobId] = value;
    forgetOldest(kept);
    writeStored(key, kept);
  }

  const isNoted = (jobId: string): boolean => kept.notified[jobId] !== undefined;

  function needsNotification(job: EndedJob): boolean {
    return job.finishedAt.getTime() > (kept.notified[job.jobId] ?? kept.since);
  }

  function takeNow(job: EndedJob): boolean {
    refresh();
    if (isClosed || !needsNotification(job)) return false;
    change("notified", job.jobId, job.finishedAt.getTime());
    return true;
  }

  writeStored(key, kept);
  return {
    noteUnfinished(jobId) {
      if (isNoted(jobId)) return;
      // Another tab may have notified its end: that must not be forgotten.
      refresh();
      if (!isNoted(jobId)) change("notified", jobId, 0);
    },
    unfinished: () => Object.keys(kept.notified).filter((jobId) => kept.notified[jobId] === 0),
    needsNotification,
    claim: (job) => inOneTab(`${key}:${job.jobId}`, () => takeNow(job)),
    release(jobId) {
      change("notified", jobId, 0);
    },
    forget(jobId) {
      change("notified", jobId, undefined);
    },
    isDismissed: (jobId) => !!kept.dismissed[jobId],
    dismiss(jobId, isDismissed) {
      change("dismissed", jobId, isDismissed ? 1 : undefined);
    },
    refresh,
    close() {
      isClosed = true;
    },
  };
}

/** Read what is kept, if it has the form that this version writes. */
function read(key: string): Kept | undefined {
  const { since, notified, dismissed } = readStored(key) as Partial<Kept>;
  return Number.isFinite(since) && isMap(notified) && isMap(dismissed)
    ? ({ since, notified, dismissed } as Kept)
    : undefined;
}

function isMap(map: unknown): boolean {
  return map instanceof Object && !Array.isArray(map) && Object.values(map).every(Number.isFinite);
}

/** Delete what is kept of all users but one. */
export function forgetOthers(uid: string | null): void {
  for (const key of keys()) {
    if (!key.startsWith(keyOf(uid ?? ""))) writeStored(key, undefined);
  }
}

/** The oldest go first. What was notified and is forgotten must not be notified again: `since` says so. */
function forgetOldest(kept: Kept): void {
  for (const map of [kept.notified, kept.dismissed]) {
    for (const jobId of Object.keys(map).slice(0, -CAPACITY)) {
      kept.since = Math.max(kept.since, map[jobId] ?? 0);
      map[jobId] = undefined;
    }
  }
}
