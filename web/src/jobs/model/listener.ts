/** What a client listens to, and what it learns: the database's side of the library, as types. */
import type { JobsApiError } from "./jobErrors.js";
import type { JobState } from "./jobState.js";
import type { JobStatus } from "./schema.js";

/** Which jobs a list holds. */
export interface JobFilter {
  readonly status?: JobStatus | undefined;
  /** One of the tags that its owner gave it. */
  readonly tag?: string | undefined;
  /** The `batchId` that it was submitted under. */
  readonly batch?: string | undefined;
  readonly limit: number;
}

/** Whether a list with this filter holds a job, as far as its fields say. */
export function isIn(job: JobState, { status, tag, batch }: JobFilter): boolean {
  return (
    (!status || job.status === status) &&
    (!tag || job.tags.includes(tag)) &&
    (!batch || job.batchId === batch)
  );
}

/** What to listen to: a list, newest first, or one job. */
export type ListenTarget = JobFilter | { readonly jobId: string };

/** All jobs that a listener sees at a moment. */
export interface Snapshot {
  readonly jobs: readonly JobState[];
  /** It is what this device keeps; the server has not confirmed it. */
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

/** How changes arrive. */
export interface Connection {
  /**
   * - `signed-out`: no user is signed in, so there is nothing to show;
   * - `connecting`: nothing has arrived yet;
   * - `live`: changes arrive as they are written;
   * - `polling`: the API is asked every 1 to 10 s while a job is under way, and every 30 s otherwise;
   * - `offline`: there is no network; it goes on by itself.
   */
  readonly state: "signed-out" | "connecting" | "live" | "polling" | "offline";
  /** What is shown is the last state that this device keeps. */
  readonly isCached: boolean;
  /** It polls because listening, which should work here, is refused or silent at the moment. */
  readonly isBlocked: boolean;
  /** Why nothing can be shown, where that is known: its `message`, and its `hint` for the developer. */
  readonly error?: JobsApiError | undefined;
}
