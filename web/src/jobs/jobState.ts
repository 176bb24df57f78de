/**
 * A job as a client sees it: one union, made from the schema's types, in which only what can be
 * true together type-checks; how a card is read into it; and which of two cards is the newer one.
 * Pure: no clock, no network, no React.
 */
import type { Failure, Job, JobStatus, Progress, Usage } from "./api.js";

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

/** The words for a failure that has none. */
const UNKNOWN_FAILURE: Failure = { code: "internal", message: "", retriable: false };

/**
 * Read a card, from Firestore or from the API.
 *
 * @returns undefined for what is no card, or has a status that this version does not know.
 */
export function readJob(card: Card): JobState | undefined {
  // The schema's type, but nothing is believed of it that is not looked at.
  const job = card as unknown as Partial<Job> & { readonly dispatch?: number };
  const { jobId, type, progress } = job;
  const createdAt = readTime(card["createdAt"]);
  if (!jobId || !type || !createdAt) return undefined;
  const updatedAt = readTime(card["updatedAt"]) ?? createdAt;
  const common: Common = {
    jobId,
    type,
    tags: job.tags ?? [],
    attempt: job.attempt ?? 0,
    maxAttempts: job.maxAttempts ?? 1,
    createdAt,
    updatedAt,
    seq: progress?.seq ?? 0,
    ...present({ dispatch: job.dispatch, usage: job.usage }),
  };
  const started = present({ startedAt: readTime(card["startedAt"]) });
  const before = present({ startBefore: readTime(card["startBefore"]) });
  const end = { finishedAt: readTime(card["finishedAt"]) ?? updatedAt };
  switch (job.status) {
    case "queued":
      if (job.waiting) return { ...common, ...before, state: "waiting" };
      return {
        ...common,
        ...before,
        ...present({ nextAttemptAt: readTime(card["nextAttemptAt"]), error: job.error }),
        state: "queued",
      };
    case "running":
      return {
        ...common,
        ...started,
        ...present({ preview: job.preview }),
        state: "running",
        progress: progress ?? { percent: 0, message: "", seq: 0 },
        isCancelling: job.cancelRequested === true,
      };
    case "succeeded":
      return { ...common, ...started, ...end, state: "succeeded", summary: job.summary ?? "" };
    case "failed":
      return {
        ...common,
        ...started,
        ...end,
        state: "failed",
        error: job.error ?? UNKNOWN_FAILURE,
      };
    case "cancelled":
      return { ...common, ...started, ...end, state: "cancelled" };
    case undefined:
    default:
      return undefined;
  }
}

/** Read a time: a text, or a Firestore `Timestamp`; whole milliseconds, so that both are equal. */
function readTime(value: unknown): Date | undefined {
  const milliseconds =
    typeof value === "string"
      ? Date.parse(value)
      : typeof value === "object" && value !== null && "toMillis" in value
        ? Math.floor((value as { toMillis(): number }).toMillis())
        : NaN;
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds);
}

/** Leave out what is not there: absent, never undefined. */
function present<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  ) as { [Key in keyof Fields]?: NonNullable<Fields[Key]> };
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
  const bells =
    card.dispatch === undefined || known.dispatch === undefined
      ? 0
      : card.dispatch - known.dispatch;
  return (
    card.seq - known.seq ||
    RANK[card.state] - RANK[known.state] ||
    bells ||
    card.updatedAt.getTime() - known.updatedAt.getTime()
  );
}

/** Give the newer of two cards of one job; the known one, itself, if they say the same. */
export function newerOf(card: JobState, known: JobState | undefined): JobState {
  if (!known) return card;
  return ageOf(card, known) <= 0 || isSame(card, known) ? known : card;
}

/** Whether two cards of one job would be painted alike; a heartbeat is no news. */
function isSame(card: JobState, known: JobState): boolean {
  return news(card) === news(known);
}

function news(job: JobState): string {
  return JSON.stringify({ ...job, updatedAt: 0, dispatch: 0 }, (_, value: unknown) =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Show a job as it will be once a wish is granted, before the server has answered. */
export function withWish(job: JobState, wish: Wish | undefined): JobState {
  const { jobId, type, tags, attempt, maxAttempts, createdAt, updatedAt, seq, dispatch, usage } =
    job;
  const common: Common = {
    ...{ jobId, type, tags, attempt, maxAttempts, createdAt, updatedAt, seq },
    ...present({ dispatch, usage }),
  };
  if (wish === "cancel" && job.state === "running") {
    return { ...job, isCancelling: true, pending: wish };
  }
  if (wish === "cancel" && !hasEnded(job)) {
    return { ...common, state: "cancelled", finishedAt: updatedAt, pending: wish };
  }
  if (wish === "retry" && (job.state === "failed" || job.state === "cancelled")) {
    return { ...common, state: "queued", pending: wish };
  }
  return job;
}

/** Give the job that a submission will become, to be shown at once. */
export function wishedJob(
  jobId: string,
  type: string,
  tags: readonly string[],
  now: Date,
): QueuedJob {
  return {
    ...{ jobId, type, tags, attempt: 0, maxAttempts: 1, createdAt: now, updatedAt: now, seq: 0 },
    state: "queued",
    pending: "create",
  };
}
