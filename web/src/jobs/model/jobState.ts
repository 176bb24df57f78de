/**
 * A job as a client sees it: one union, made from the schema's types, in which only what can be
 * true together type-checks.
 */
import type { Failure, Gather, Job, JobStatus, Question, Usage } from "./schema.js";

/** The same fields of the schema, with their times read. */
type TimesOf<Name extends keyof Job> = Readonly<Record<Name, Date>>;

/** What every job has, whatever its state. */
interface Common
  extends
    Pick<Job, "jobId" | "type" | "tags" | "title" | "attempt" | "maxAttempts" | "progress">,
    Pick<Job, "batchId" | "parentId" | "attemptsFrom">,
    TimesOf<"createdAt" | "updatedAt"> {
  /** As the server has it: a job in the state `waiting` is queued. */
  readonly status: JobStatus;
  /** Whether it waits for others of its owner's jobs. */
  readonly waiting: boolean;
  /** Rises with every write of progress over the job's whole life. */
  readonly seq: number;
  /** How often it was enqueued; only Firestore says it, the API does not. */
  readonly dispatch?: number;
  readonly usage?: Usage;
  /** What was requested of the server and is shown before it has answered. */
  readonly pending?: PendingAction;
}

/** What a user has requested. */
export type PendingAction = "create" | "cancel" | "retry" | "answer";

/** It is tried as soon as possible, or at `nextAttemptAt`. */
export interface QueuedJob extends Common, Partial<TimesOf<"nextAttemptAt" | "startBefore">> {
  readonly state: "queued";
  readonly status: "queued";
  readonly waiting: false;
  /** Why the last attempt failed, where there was one. */
  readonly error?: Failure;
  /** Its type is paused: it starts when that is over. */
  readonly pause?: Job["pause"];
}

/** As many of its owner's jobs as may run at once are under way: it waits its turn. */
export interface WaitingJob extends Common, Partial<TimesOf<"startBefore">> {
  readonly state: "waiting";
  readonly status: "queued";
  readonly waiting: true;
}

/** A worker is at it. */
export interface RunningJob extends Common, Partial<TimesOf<"startedAt">> {
  readonly state: "running";
  readonly status: "running";
  readonly waiting: false;
  /** The beginning of the result while it is being written. */
  readonly preview?: NonNullable<Job["preview"]>;
  /** Its cancellation was requested; it stops within seconds. */
  readonly isCancelling: boolean;
}

/** What a job asks, with its times read. */
export interface JobQuestion extends Omit<Question, "until" | "since"> {
  readonly until: Date;
  readonly since: Date;
}

/** It awaits its owner's answer, or the jobs that it has made; nothing of its own runs meanwhile. */
export interface SuspendedJob extends Common {
  readonly state: "suspended";
  readonly status: "suspended";
  readonly waiting: false;
  /** What it asks; absent where it awaits something else. */
  readonly question?: JobQuestion;
  /** The jobs that it awaits. */
  readonly gather?: Gather;
}

/** It is done; the result can be read. */
export interface SucceededJob extends Common, TimesOf<"finishedAt">, Partial<TimesOf<"startedAt">> {
  readonly state: "succeeded";
  readonly status: "succeeded";
  readonly waiting: false;
  /** One sentence for a notification. */
  readonly summary: string;
}

/** It has failed for good, or until a user retries it. */
export interface FailedJob extends Common, TimesOf<"finishedAt">, Partial<TimesOf<"startedAt">> {
  readonly state: "failed";
  readonly status: "failed";
  readonly waiting: false;
  readonly error: Failure;
}

/** Its owner, or an operator, has cancelled it. */
export interface CancelledJob extends Common, TimesOf<"finishedAt">, Partial<TimesOf<"startedAt">> {
  readonly state: "cancelled";
  readonly status: "cancelled";
  readonly waiting: false;
  /** The newer job of the same `latestOf` that has taken its place. */
  readonly replacedBy?: string;
}

/** A job that has ended: nothing more happens by itself. */
export type EndedJob = SucceededJob | FailedJob | CancelledJob;
/** A job, in one of its states. */
export type JobState = QueuedJob | WaitingJob | RunningJob | SuspendedJob | EndedJob;

/** Whether nothing more happens by itself. */
export function hasEnded(job: JobState): job is EndedJob {
  return RANK[job.state] === 3;
}

/** Return a state, with what it is called elsewhere: a waiting job is a queued one. */
export function inState<State extends JobState["state"]>(
  state: State,
): Pick<Extract<JobState, { readonly state: State }>, "state" | "status" | "waiting"> {
  const waiting = state === "waiting";
  return { state, waiting, status: waiting ? "queued" : state } as never;
}

/**
 * The order in which a job can pass through its states while `seq` stays the same: a claim, a
 * success and a retry by hand each raise it; a question, going back to the queue and other ends do not.
 */
const RANK: Record<JobState["state"], number> = {
  running: 0,
  suspended: 1,
  queued: 2,
  waiting: 2,
  succeeded: 3,
  failed: 3,
  cancelled: 3,
};

/**
 * Return how much newer a job is than the one that is known; 0 if it is the same.
 *
 * `seq` decides, then the order of the states; both are free of clocks. Only between two documents
 * of one state (a requested cancellation, another dispatch) do the dispatch and the time count.
 */
function ageOf(job: JobState, known: JobState): number {
  return (
    job.seq - known.seq ||
    RANK[job.state] - RANK[known.state] ||
    (job.dispatch && known.dispatch ? job.dispatch - known.dispatch : 0) ||
    job.updatedAt.getTime() - known.updatedAt.getTime()
  );
}

/** Return the newer of two versions of one job; the known one, itself, if it is no older. */
export function newerOf(job: JobState, known: JobState | undefined): JobState {
  return known && ageOf(job, known) <= 0 ? known : job;
}
