/**
 * What the API says and takes, whatever the job types: its schemas by hand, so that the package knows
 * no application. A type test compares them with the API's own description.
 *
 * Times are RFC 3339 texts. A field without a value is absent, never null.
 */

/** A job is queued, runs, may await its owner's answer, and has one of three ends. */
export type JobStatus = "queued" | "running" | "suspended" | "succeeded" | "failed" | "cancelled";

/** Why something did not work, for programs to go by. */
export type ErrorCode =
  | "invalid-argument"
  | "unauthenticated"
  | "permission-denied"
  | "not-found"
  | "already-exists"
  | "resource-exhausted"
  | "failed-precondition"
  | "aborted"
  | "unavailable"
  | "deadline-exceeded"
  | "cancelled"
  | "internal";

/** How far a job is. */
export interface Progress {
  /** 0 to 100; does not fall within an attempt. */
  readonly percent: number;
  /** What is happening, one sentence. */
  readonly message: string;
  /** Rises with every write of progress over the job's whole life. */
  readonly seq: number;
  /** The handler's own name for the part it is in. */
  readonly stage?: string;
}

/** Why a job, or an attempt, has failed. */
export interface Failure {
  readonly code: ErrorCode;
  /** One sentence for a person. */
  readonly message: string;
  readonly retriable: boolean;
}

/** What a job has spent. */
export interface Usage {
  readonly model?: string;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly thinkingTokens: number;
  readonly bytesBilled: number;
  /** US dollars. */
  readonly costUsd: number;
  /** A part of it is the server's estimate. */
  readonly isEstimate?: boolean;
}

/** What a job asks of its owner. */
export interface Question {
  /** Its name in the job, as an answer says it. */
  readonly name: string;
  /** Which of its type's forms an answer fills in. */
  readonly form: string;
  /** What is asked, in plain words. */
  readonly prompt: string;
  /** When it is no longer waited for. */
  readonly until: string;
  /** When it was asked. */
  readonly since: string;
  /** Whether the job goes on without an answer; otherwise it fails. */
  readonly hasDefault: boolean;
}

/** Which jobs a job has made, as parts of it, and awaits. */
export interface Gather {
  /** The `jobId` of each. */
  readonly children: readonly string[];
}

/** Why a queued job is not started: its type is paused. */
export interface Pause {
  /** `operator`: until one resumes it; `quota`: until `nextAttemptAt`. */
  readonly by: "operator" | "quota";
}

/** A job document, as the API has it. */
export interface Job {
  /** Its name everywhere. */
  readonly jobId: string;
  readonly type: string;
  readonly status: JobStatus;
  /** It waits its turn: as many of its owner's jobs as may run at once are under way. */
  readonly waiting?: boolean;
  /** Said to who submitted it: it has succeeded with the same request before, and nothing runs. */
  readonly reused?: boolean;
  /** What it is called: made of its request, and changed by its owner. */
  readonly title?: string;
  /** The owner's own words to find it by. */
  readonly tags: readonly string[];
  /** The batch that it was submitted in. */
  readonly batchId?: string;
  readonly progress: Progress;
  /** The beginning of the result while it is being written. */
  readonly preview?: Readonly<Record<string, unknown>>;
  /** One sentence for a notification. */
  readonly summary?: string;
  readonly error?: Failure;
  readonly usage?: Usage;
  /** What it asks, while it is suspended for that. */
  readonly question?: Question;
  /** The jobs whose ends it awaits, while it is suspended for that. */
  readonly gather?: Gather;
  /** Its type is paused, so it is not started. */
  readonly pause?: Pause;
  /** The job that it is a part of. */
  readonly parentId?: string;
  /** How many attempts have been claimed; 0 before the first. */
  readonly attempt: number;
  /** How many there may be: 3 means two retries. */
  readonly maxAttempts: number;
  /** After which attempt both count anew; absent while it is the first. */
  readonly attemptsFrom?: number;
  /** Whether jobs were made that are parts of it. */
  readonly hasChildren?: boolean;
  readonly cancelRequested?: boolean;
  /** The newer job of the same `latestOf` that has taken its place. */
  readonly replacedBy?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When the current or last attempt was claimed. */
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly nextAttemptAt?: string;
  readonly startBefore?: string;
  /** When it may be deleted. */
  readonly expireAt: string;
}

/** One page of a list. */
export interface JobPage {
  readonly jobs: readonly Job[];
  /** Of the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** With `batch`: how many jobs of the whole batch are in which status. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** The answer to a batch. */
export interface JobBatch {
  readonly jobs: readonly Job[];
  /** Of the new jobs, or the one that all came in before. */
  readonly batchId?: string;
}

/** An attempt that is over. */
export interface EndedAttempt {
  readonly attempt: number;
  readonly code?: ErrorCode;
  /** The status that the job had after it. */
  readonly outcome: JobStatus;
  /** What it stopped for, where the job was suspended. */
  readonly awaited?: "answer" | "children";
  readonly startedAt?: string;
  readonly endedAt: string;
  readonly waitSeconds?: number;
}

/** What is known of a file that was sent. */
export interface JobFile {
  /** As its owner's machine calls it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
}

/** A job with what was requested, what came of it, and its attempts. */
export interface JobDetails<
  Input = Readonly<Record<string, unknown>>,
  Result = unknown,
> extends Job {
  readonly input?: Input;
  readonly result?: Result;
  readonly attempts?: readonly EndedAttempt[];
  /** What its question is about, if its type says so: there only while it asks. */
  readonly questionContext?: unknown;
  /** The file that came with it, if one did. */
  readonly file?: JobFile;
}

/** A type of job that may be submitted. */
export interface JobType {
  readonly type: string;
  /** What a person calls it. */
  readonly title: string;
  /** What it is good for, in a sentence. */
  readonly description?: string;
  /** Which drawing stands beside its title. */
  readonly icon: "bars" | "document" | "letter" | "people" | "report" | "spark" | "trend";
  /** A JSON Schema (2020-12). */
  readonly input: Readonly<Record<string, unknown>>;
  /** A JSON Schema (2020-12). */
  readonly result: Readonly<Record<string, unknown>>;
  /** What its jobs may ask their owners, by name: a JSON Schema (2020-12) each. */
  readonly forms?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly acceptsFile: boolean;
  /** The field of the input that a file stands for. */
  readonly fileReplaces?: string;
  readonly maxAttempts: number;
  readonly timeLimitSeconds: number;
}

/** What every submission may say besides its type's own fields. */
export interface Options {
  readonly tags?: readonly string[];
  /** Not before this time. */
  readonly runAt?: string | null;
  /** If it has not started by then, it has failed. */
  readonly startBefore?: string | null;
  /** What it is the latest of: an older job of the same, not finished, is cancelled. */
  readonly latestOf?: string | null;
  /** A new job, also where one that has succeeded would answer the same request. */
  readonly fresh?: boolean;
  /** With `latestOf`: it starts after so many seconds, if no newer one has come by then. */
  readonly debounce?: number | null;
}

/** How a job is run once more. */
export interface RetryRequest {
  /** Other fields; no finished step is kept then. */
  readonly input?: Readonly<Record<string, unknown>> | null;
  /** Whether finished steps are kept; they are, unless this says false. */
  readonly keepSteps?: boolean;
}

/** Which field of a request is wrong, and what is wrong with it. */
export interface Violation {
  /** Dotted: `options.tags.3`. Empty for the whole body. */
  readonly field: string;
  readonly message: string;
}

/** Why a request was refused. */
export interface Problem {
  readonly code: ErrorCode;
  /** One sentence for a person. */
  readonly detail: string;
  /** This request's name in the server's log. */
  readonly requestId: string;
  readonly violations?: readonly Violation[];
}
