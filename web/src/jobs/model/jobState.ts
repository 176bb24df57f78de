/**
 * A job as a client sees it: one union, made from the schema's types, in which only what can be
 * true together type-checks; how a card is read into it; and which of two cards is the newer one.
 * Pure: no clock, no network, no React.
 */
import type { Failure, Job, JobStatus, Options, Progress, Usage } from "./api.js";

/** The same fields of the schema, with their times read. */
type TimesOf<Name extends keyof Job> = Readonly<Record<Name, Date>>;

/** What every job has, whatever its state. */
interface Common
  extends
    Pick<Job, "jobId" | "type" | "tags" | "attempt" | "maxAttempts">,
    TimesOf<"createdAt" | "updatedAt"> {
  /** Rises with every write of progress over the job's whole life. */
  readonly seq: number;
  /** How often its bell was rung; only Firestore says it, the API does not. */
  readonly dispatch?: number;
  readonly usage?: Usage;
  /** What was asked of the server and is shown before it has answered. */
  readonly pending?: Wish;
}

/** What a user may ask for. */
export type Wish = "create" | "cancel" | "retry";

/** It is tried as soon as possible, or at `nextAttemptAt`. */
export interface QueuedJob extends Common, Partial<TimesOf<"nextAttemptAt" | "startBefore">> {
  readonly state: "queued";
  /** Why the last attempt failed, where there was one. */
  readonly error?: Failure;
}

/** As many of its owner's jobs as may run at once are under way: it waits its turn. */
export interface WaitingJob extends Common, Partial<TimesOf<"startBefore">> {
  readonly state: "waiting";
}

/** A worker is at it. */
export interface RunningJob extends Common, Partial<TimesOf<"startedAt">> {
  readonly state: "running";
  readonly progress: Progress;
  /** The beginning of the result while it is being written. */
  readonly preview?: NonNullable<Job["preview"]>;
  /** It was asked to stop, and will within seconds. */
  readonly isCancelling: boolean;
}

/** It is done; the result can be read. */
export interface SucceededJob extends Common, TimesOf<"finishedAt">, Partial<TimesOf<"startedAt">> {
  readonly state: "succeeded";
  /** One sentence for a notification. */
  readonly summary: string;
}

/** It has failed for good, or until somebody retries it. */
export interface FailedJob extends Common, TimesOf<"finishedAt">, Partial<TimesOf<"startedAt">> {
  readonly state: "failed";
  readonly error: Failure;
}

/** Its owner wanted no more of it. */
export interface CancelledJob extends Common, TimesOf<"finishedAt">, Partial<TimesOf<"startedAt">> {
  readonly state: "cancelled";
}

/** A job that has ended: nothing more happens by itself. */
export type EndedJob = SucceededJob | FailedJob | CancelledJob;
/** A job, in one of its states. */
export type JobState = QueuedJob | WaitingJob | RunningJob | EndedJob;

/** Whether nothing more happens by itself. */
export function hasEnded(job: JobState): job is EndedJob {
  return RANK[job.state] === 2;
}

/** Give the status that the schema has for a state: a job that waits is a queued one. */
export function statusOf(job: JobState): JobStatus {
  return job.state === "waiting" ? "queued" : job.state;
}

/** What stands in a card: Firestore has its own times, JSON has texts. */
export type Card = Readonly<Record<string, unknown>>;

/** What every state shows of a card. */
const ALWAYS = [
  "jobId",
  "type",
  "tags",
  "attempt",
  "maxAttempts",
  "createdAt",
  "updatedAt",
  "usage",
];

/** What each state shows besides. */
const SHOWN: Record<JobState["state"], readonly (keyof Job)[]> = {
  queued: ["nextAttemptAt", "startBefore", "error"],
  waiting: ["startBefore"],
  running: ["startedAt", "progress", "preview"],
  succeeded: ["startedAt", "finishedAt", "summary"],
  failed: ["startedAt", "finishedAt", "error"],
  cancelled: ["startedAt", "finishedAt"],
};

/**
 * Read a card, from Firestore or from the API.
 *
 * @returns undefined for what is no card, or has a status that this version does not know.
 */
export function readJob(card: Card): JobState | undefined {
  const { jobId, type, status, waiting, progress, cancelRequested } = card as Partial<Job> & Card;
  const state = status === "queued" && waiting ? "waiting" : status;
  if (!jobId || !type || !state || !(state in SHOWN)) return undefined;
  const names = [...ALWAYS, "dispatch", ...SHOWN[state]];
  const present = names.filter((name) => card[name] !== undefined && card[name] !== null);
  // The table above is the types above, written once more for machines.
  return {
    state,
    seq: progress?.seq ?? 0,
    ...(state === "running" && { isCancelling: cancelRequested === true }),
    ...Object.fromEntries(present.map((name) => [name, readValue(name, card[name])])),
  } as unknown as JobState;
}

/** Read a job that went through JSON. */
export function reviveJob(job: unknown): JobState | undefined {
  const { state } = (job ?? {}) as Partial<JobState>;
  if (!state || !(state in SHOWN)) return undefined;
  const values = Object.entries(job as Card).map(([name, value]) => [name, readValue(name, value)]);
  return Object.fromEntries(values) as JobState;
}

/** Read a time: a text, or a Firestore `Timestamp`, in whole milliseconds; give the rest as it is. */
function readValue(name: string, value: unknown): unknown {
  if (!/(At|Before)$/.test(name)) return value;
  return new Date(typeof value === "string" ? value : (value as { toMillis(): number }).toMillis());
}

/**
 * The order in which a job can pass through its states while `seq` stays the same: a claim, a
 * success and a retry by hand each raise it; going back to the queue and other ends do not.
 */
const RANK: Record<JobState["state"], number> = {
  running: 0,
  queued: 1,
  waiting: 1,
  succeeded: 2,
  failed: 2,
  cancelled: 2,
};

/**
 * Say whether a card is older news than one that is known.
 *
 * `seq` decides, then the order of the states; both are free of clocks. Only between two cards of
 * one state (a cancel that was asked for, another ring) do the bell's number and the time count.
 */
export function isOlder(card: JobState, known: JobState): boolean {
  return ageOf(card, known) < 0;
}

/** Tell how much newer a card is than one that is known; 0 if it is the same one. */
function ageOf(card: JobState, known: JobState): number {
  return (
    card.seq - known.seq ||
    RANK[card.state] - RANK[known.state] ||
    (card.dispatch && known.dispatch ? card.dispatch - known.dispatch : 0) ||
    card.updatedAt.getTime() - known.updatedAt.getTime()
  );
}

/** Give the newer of two cards of one job; the known one, itself, if it is no older. */
export function newerOf(card: JobState, known: JobState | undefined): JobState {
  return known && ageOf(card, known) <= 0 ? known : card;
}

/** Show a job as it will be once a wish is granted, before the server has answered. */
export function withWish(job: JobState, wish: Wish): JobState {
  if (wish === "cancel" && job.state === "running") {
    return { ...job, isCancelling: true, pending: wish };
  }
  if (wish === "cancel" && !hasEnded(job)) {
    return { ...job, state: "cancelled", finishedAt: job.updatedAt, pending: wish };
  }
  if (wish === "retry" && (job.state === "failed" || job.state === "cancelled")) {
    return { ...job, state: "queued", pending: wish };
  }
  return job;
}

/** Give the job that a submission will become, to be shown at once. */
export function wishedJob(
  key: string,
  { type, options }: { readonly type: string; readonly options?: Options | null | undefined },
  now: Date,
): QueuedJob {
  return {
    ...{ jobId: `pending:${key}`, type, tags: options?.tags ?? [], attempt: 0, maxAttempts: 1 },
    ...{ createdAt: now, updatedAt: now, seq: 0, state: "queued", pending: "create" },
  };
}
