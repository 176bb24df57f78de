/** When a job will be done, as far as it can honestly be said: a range, never a promise. Pure. */
import { hasEnded, type JobState } from "./jobState.js";

/** How long something takes, in milliseconds. */
export interface UsualSpan {
  /** Half took no longer. */
  readonly halfMs: number;
  /** Nine of ten took no longer. */
  readonly mostMs: number;
}

/** How long jobs of a type usually run. */
export interface Usual extends UsualSpan {
  /** Of so many jobs it is known. */
  readonly count: number;
  /** How long they lie in the queue before; absent where that is not known. */
  readonly wait?: UsualSpan;
}

/** By type; without those of which too little is known. */
export type UsualTimes = Readonly<Record<string, Usual | undefined>>;

/** What can be said. */
export type Eta =
  /** It is tried again after so long. */
  | { readonly kind: "again"; readonly inMs: number }
  /** So many of its owner's jobs start before it, and itself: 1 is the next one. */
  | { readonly kind: "place"; readonly place: number }
  /** It is likely done after so long. */
  | { readonly kind: "range"; readonly fromMs: number; readonly toMs: number }
  /** It takes longer than nine of ten. */
  | { readonly kind: "late" };

/**
 * Return when a job will be done, or what it waits for; undefined where nothing can be said.
 *
 * @param usual How long jobs of its type take, where that is known.
 * @param place Its place in line, where that is known.
 */
export function etaOf(
  job: JobState,
  usual: Usual | undefined,
  now: Date,
  place?: number,
): Eta | undefined {
  if (job.pending !== undefined || (job.state === "running" && job.isCancelling)) return undefined;
  if (job.state === "waiting") return place === undefined ? undefined : { kind: "place", place };
  if (job.state === "queued") {
    const inMs = job.nextAttemptAt ? job.nextAttemptAt.getTime() - now.getTime() : 0;
    if (inMs > 0) return job.error && { kind: "again", inMs };
    return (
      usual?.wait && startingEta(usual, usual.wait, since(job.nextAttemptAt ?? job.createdAt, now))
    );
  }
  if (job.state !== "running" || !job.startedAt || !usual) return undefined;
  return rangeOf(usual, since(job.startedAt, now));
}

function since(time: Date, now: Date): number {
  return Math.max(0, now.getTime() - time.getTime());
}

/** Of a job in the queue: what is left of its wait, and its whole run. */
function startingEta(run: UsualSpan, wait: UsualSpan, waitedMs: number): Eta {
  if (waitedMs >= wait.mostMs + SLACK_MS) return { kind: "late" };
  return {
    kind: "range",
    fromMs: Math.max(0, wait.halfMs - waitedMs) + run.halfMs,
    toMs: Math.max(0, wait.mostMs - waitedMs) + run.mostMs,
  };
}

/** So much later a start is no news. */
const SLACK_MS = 5000;

function rangeOf({ halfMs, mostMs }: UsualSpan, passedMs: number): Eta {
  if (passedMs >= mostMs) return { kind: "late" };
  return { kind: "range", fromMs: Math.max(0, halfMs - passedMs), toMs: mostMs - passedMs };
}

/**
 * Return a waiting job's place in line, 1 for the next one: the job submitted first starts first.
 *
 * @param jobs All of its owner's newest jobs, whatever their type or tags.
 * @returns undefined where older ones may wait that are not among them.
 */
export function placeInLine(job: JobState, jobs: readonly JobState[]): number | undefined {
  if (job.state !== "waiting") return undefined;
  const waiting = jobs.filter(({ state }) => state === "waiting");
  const first = Math.min(...waiting.map(({ createdAt }) => createdAt.getTime()));
  // What it waits for is older than all that wait: where that is seen, none of those is missing.
  const isWhole = jobs.some(
    (one) => one.state !== "waiting" && !hasEnded(one) && one.createdAt.getTime() <= first,
  );
  if (!isWhole) return undefined;
  const isBefore = (one: JobState): boolean =>
    one.createdAt < job.createdAt ||
    (one.createdAt.getTime() === job.createdAt.getTime() && one.jobId < job.jobId);
  return 1 + waiting.filter(isBefore).length;
}
