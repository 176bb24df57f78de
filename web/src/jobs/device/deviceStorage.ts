/**
 * What this device remembers of a user's jobs: which ends it has told, which jobs are under way,
 * and which were dismissed. In localStorage, so that all tabs share it and a reload keeps it;
 * bounded; gone when the user signs out. Without localStorage it lasts as long as the page.
 */
import { type EndedJob } from "../model/jobState.js";

const PREFIX = "careerlens-jobs:";
/** So many jobs are remembered, the last ones. */
const CAPACITY = 200;
/** A tab that tells keeps the others from it until they have seen what it wrote. */
const HOLD_MS = 5_000;

interface Kept {
  /** When this device first met the user, in ms: what ended before is no news. */
  since: number;
  /** For each job the end that was told last, in ms; 0 while there is none. */
  told: Record<string, number | undefined>;
  /** Each dismissed job. */
  dismissed: Record<string, number | undefined>;
}

/** One user's memory. */
export interface JobMemory {
  /** Note a job that is under way: its end will be told, whenever that is seen. */
  noteUnfinished(jobId: string): void;
  /** The jobs whose end is still to be told. */
  unfinished(): readonly string[];
  /** Whether this end was not told on this device. */
  isUntold(job: EndedJob): boolean;
  /** Take it on this tab to tell this end; false if it is told, or another tab tells it. */
  claim(job: EndedJob): Promise<boolean>;
  /** Give a claim back: there was nobody to tell. */
  giveBack(jobId: string): void;
  forget(jobId: string): void;
  isDismissed(jobId: string): boolean;
  dismiss(jobId: string, isDismissed: boolean): void;
  /** Read again what another tab may have changed. */
  refresh(): void;
  /** The user has signed out: whatever is still under way, nothing is written any more. */
  close(): void;
}

/** Open a user's memory. */
export function openMemory(uid: string, now: number): JobMemory {
  const key = keyOf(uid, "memory");
  let isClosed = false;
  let kept = (readStored(key) as Kept | undefined) ?? { since: now, told: {}, dismissed: {} };

  function refresh(): void {
    kept = (readStored(key) as Kept | undefined) ?? kept;
  }

  /** Change what is kept, from what all tabs have written. */
  function change(map: "told" | "dismissed", jobId: string, value?: number): void {
    if (isClosed) return;
    refresh();
    put(kept[map], jobId, value);
    forgetOldest(kept);
    writeStored(key, JSON.stringify(kept));
  }

  const isNoted = (jobId: string): boolean => kept.told[jobId] !== undefined;

  function isUntold(job: EndedJob): boolean {
    return job.finishedAt.getTime() > (kept.told[job.jobId] ?? kept.since);
  }

  function takeNow(job: EndedJob): boolean {
    refresh();
    if (isClosed || !isUntold(job)) return false;
    change("told", job.jobId, job.finishedAt.getTime());
    return true;
  }

  writeStored(key, JSON.stringify(kept));
  return {
    noteUnfinished(jobId) {
      if (isNoted(jobId)) return;
      // Another tab may have told its end: that must not be forgotten.
      refresh();
      if (!isNoted(jobId)) change("told", jobId, 0);
    },
    unfinished: () => Object.keys(kept.told).filter((jobId) => kept.told[jobId] === 0),
    isUntold,
    claim: (job) => inOneTab(`${key}:${job.jobId}`, () => takeNow(job)),
    giveBack(jobId) {
      change("told", jobId, 0);
    },
    forget(jobId) {
      change("told", jobId, undefined);
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

/** Delete what is kept of all users but one. */
export function forgetOthers(uid: string | null): void {
  for (const key of keys()) {
    if (!key.startsWith(keyOf(uid ?? ""))) writeStored(key, undefined);
  }
}

/** Give the key of something that is kept of a user. */
export function keyOf(uid: string, name = ""): string {
  return `${PREFIX}${uid}:${name}`;
}

/** Whether a change of localStorage in another tab is about us. */
export function isOurs(event: StorageEvent): boolean {
  return event.key?.startsWith(PREFIX) ?? true;
}

/** The oldest go first. What was told and is forgotten must not be told again: `since` says so. */
function forgetOldest(kept: Kept): void {
  for (const map of [kept.told, kept.dismissed]) {
    for (const jobId of Object.keys(map).slice(0, -CAPACITY)) {
      kept.since = Math.max(kept.since, map[jobId] ?? 0);
      put(map, jobId, undefined);
    }
  }
}

/**
 * Do it in one tab only, if several want to at once. localStorage alone is no lock: another tab
 * may see a write a moment late. A page without Web Locks (no https) takes that risk.
 */
function inOneTab(name: string, take: () => boolean): Promise<boolean> {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks) return Promise.resolve(take());
  return new Promise((resolve) => {
    void locks.request(name, { ifAvailable: true }, (lock) => {
      const isTaken = lock !== null && take();
      resolve(isTaken);
      return isTaken ? new Promise((release) => setTimeout(release, HOLD_MS)) : undefined;
    });
  });
}

/** JSON.stringify leaves out what is undefined. */
function put(map: Record<string, number | undefined>, jobId: string, value?: number): void {
  map[jobId] = value;
}

/** Read what is kept under a key; undefined if there is nothing that can be read. */
export function readStored(key: string): unknown {
  return safely(() => JSON.parse(localStorage.getItem(key) ?? "null") as unknown) ?? undefined;
}

/** Keep a text under a key; undefined deletes what is there. */
export function writeStored(key: string, text: string | undefined): void {
  safely(() => {
    if (text === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  });
}

function keys(): readonly string[] {
  return safely(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) ?? [];
}

/** localStorage may be full, or forbidden: then the page remembers by itself. */
function safely<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
