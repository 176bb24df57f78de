/**
 * A job as a client sees it: one union, made from the schema's types, in which only what can be
 * true together type-checks; how a job document is read into it; and which of two is the newer one.
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
  /** How often it was enqueued; only Firestore says it, the API does not. */
  readonly dispatch?: number;
  readonly usage?: Usage;
  /** What was requested of the server and is shown before it has answered. */
  readonly pending?: PendingAction;
}

/** What a user has requested. */
export type PendingAction = "create" | "cancel" | "retry";

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
  /** Its cancellation was requested; it stops within seconds. */
  readonly isCancelling: boolean;
}

/** It is done; the result can be read. */
export interface SucceededJob extends Common, TimesOf<"finishedAt">, Partial<TimesOf<"startedAt">> {
  readonly state: "succeeded";
  /** One sentence for a notification. */
  readonly summary: string;
}

/** It has failed for good, or until a user retries it. */
export interface FailedJob extends Common, TimesOf<"finishedAt">, Partial<TimesOf<"startedAt">> {
  readonly state: "failed";
  readonly error: Failure;
}

/** Its owner, or an operator, has cancelled it. */
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

/** Return the status that the schema has for a state: a waiting job is a queued one. */
export function statusOf(job: JobState): JobStatus {
  return job.state === "waiting" ? "queued" : job.state;
}

/** A job document as it was read: Firestore has its own times, JSON has texts. */
export type JobDocument = Readonly<Record<string, unknown>>;

/** What every state shows of a document. */
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
 * Read a job document, from Firestore or from the API.
 *
 * @returns undefined for what is no job, or has a status that this version does not know.
 */
export function readJob(document: JobDocument): JobState | undefined {
  const { jobId, type, status, waiting, progress, cancelRequested } = document as Partial<Job> &
    JobDocument;
  const state = status === "queued" && waiting ? "waiting" : status;
  if (!jobId || !type || !state || !(state in SHOWN)) return undefined;
  const names = [...ALWAYS, "dispatch", ...SHOWN[state]];
  const present = names.filter((name) => document[name] !== undefined && document[name] !== null);
  // The table above is the types above, written once more for machines.
  return {
    state,
    seq: progress?.seq ?? 0,
    ...(state === "running" && { isCancelling: cancelRequested === true }),
    ...Object.fromEntries(present.map((name) => [name, readValue(name, document[name])])),
  } as unknown as JobState;
}

/** Read a job that went through JSON. */
export function reviveJob(job: unknown): JobState | undefined {
  const { state } = (job ?? {}) as Partial<JobState>;
  if (!state || !(state in SHOWN)) return undefined;
  const values = Object.entries(job as JobDocument).map(([name, value]) => [
    name,
    readValue(name, value),
  ]);
  return Object.fromEntries(values) as JobState;
}

/** Read a time: a text, or a Firestore `Timestamp`, in whole milliseconds; the rest stays as it is. */
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
 * Whether a job is older than the one that is known.
 *
 * `seq` decides, then the order of the states; both are free of clocks. Only between two documents
 * of one state (a requested cancellation, another dispatch) do the dispatch and the time count.
 */
export function isOlder(document: JobState, known: JobState): boolean {
  return ageOf(document, known) < 0;
}

/** Return how much newer a job is than the one that is known; 0 if it is the same. */
function ageOf(document: JobState, known: JobState): number {
  return (
    document.seq - known.seq ||
    RANK[document.state] - RANK[known.state] ||
    (document.dispatch && known.dispatch ? document.dispatch - known.dispatch : 0) ||
    document.updatedAt.getTime() - known.updatedAt.getTime()
  );
}

/** Return the newer of two versions of one job; the known one, itself, if it is no older. */
export function newerOf(document: JobState, known: JobState | undefined): JobState {
  return known && ageOf(document, known) <= 0 ? known : document;
}

/** Return a job as it will be once an action is done, before the server has answered. */
export function withPendingAction(job: JobState, action: PendingAction): JobState {
  if (action === "cancel" && job.state === "running") {
    return { ...job, isCancelling: true, pending: action };
  }
  if (action === "cancel" && !hasEnded(job)) {
    return { ...job, state: "cancelled", finishedAt: job.updatedAt, pending: action };
  }
  if (action === "retry" && (job.state === "failed" || job.state === "cancelled")) {
    return { ...job, state: "queued", pending: action };
  }
  return job;
}

/** Return the job that a submission will become, to be shown at once. */
export function optimisticJob(
  key: string,
  { type, options }: { readonly type: string; readonly options?: Options | null | undefined },
  now: Date,
): QueuedJob {
  return {
    ...{ jobId: `pending:${key}`, type, tags: options?.tags ?? [], attempt: 0, maxAttempts: 1 },
    ...{ createdAt: now, updatedAt: now, seq: 0, state: "queued", pending: "create" },
  };
}
