/** How a job document, from Firestore or the API, is read into a job's state. Pure. */
import { inState, type JobState } from "./jobState.js";
import type { Job, Progress } from "./schema.js";

/** A job document as it was read: Firestore has its own times, JSON has texts. */
export type JobDocument = Readonly<Record<string, unknown>>;

/** How far a job is before its first step. */
export const NO_PROGRESS: Progress = { percent: 0, message: "", seq: 0 };

/** What every state shows of a document. */
const ALWAYS =
  "jobId type tags batchId parentId title attempt maxAttempts attemptsFrom createdAt updatedAt usage dispatch";

/** What each state shows besides. */
const SHOWN: Record<JobState["state"], string> = {
  queued: "nextAttemptAt startBefore error pause",
  waiting: "startBefore",
  running: "startedAt preview",
  suspended: "question gather",
  succeeded: "startedAt finishedAt summary",
  failed: "startedAt finishedAt error",
  cancelled: "startedAt finishedAt replacedBy",
};

/**
 * Read a job document, from Firestore or from the API.
 *
 * @returns undefined for what is no job, or has a status that this version does not know.
 */
export function readJob(document: JobDocument): JobState | undefined {
  const {
    jobId,
    type,
    status,
    waiting,
    slot,
    progress = NO_PROGRESS,
    cancelRequested,
  } = document as Partial<Job> & JobDocument;
  // Firestore's document says it by `slot`, the API by `waiting`.
  const isWaiting = waiting === true || slot === "waiting";
  const state = status === "queued" && isWaiting ? "waiting" : status;
  if (!jobId || !type || !state || !(state in SHOWN)) return undefined;
  const names = `${ALWAYS} ${SHOWN[state]}`.split(" ");
  // The table above is the types above, written once more for machines.
  return {
    ...inState(state),
    progress,
    seq: progress.seq,
    ...(state === "running" && { isCancelling: cancelRequested === true }),
    ...readFields(document, names),
  } as unknown as JobState;
}

/** Read those of these fields that are there. */
function readFields(document: JobDocument, names: readonly string[]): JobDocument {
  const present = names.filter((name) => document[name] !== undefined && document[name] !== null);
  return Object.fromEntries(present.map((name) => [name, readValue(name, document[name])]));
}

/** Read a time, a text or a Firestore `Timestamp`, in whole milliseconds; and JSON where it is kept so. */
function readValue(name: string, value: unknown): unknown {
  if (name === "preview" && typeof value === "string") return JSON.parse(value) as unknown;
  if (name === "question") return readFields(value as JobDocument, Object.keys(value as object));
  if (!/(At|Before|until|since)$/.test(name)) return value;
  return new Date(typeof value === "string" ? value : (value as { toMillis(): number }).toMillis());
}
