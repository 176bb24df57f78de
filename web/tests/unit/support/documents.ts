/** Cards as Firestore has them and as the API gives them, for tests. */
import { readJob, type Card, type JobState } from "../../../src/jobs/model/jobState.js";

export const CREATED_AT = "2026-11-23T10:00:00.000Z";

/** Give a time, so many seconds after the creation. */
export function at(seconds: number): string {
  return new Date(Date.parse(CREATED_AT) + seconds * 1000).toISOString();
}

/** Give a card in JSON; queued, unless told otherwise. */
export function card(fields: Card = {}): Card {
  return {
    jobId: "ada:skill-gap-analysis:1763892000000:aaaaaaaa",
    type: "skill-gap-analysis",
    status: "queued",
    tags: [],
    progress: { percent: 0, message: "", seq: 0 },
    attempt: 0,
    maxAttempts: 3,
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
    expireAt: at(86_400),
    ...fields,
  };
}

/** Give a card of a running job. */
export function running(percent: number, seq: number, fields: Card = {}): Card {
  const progress = { percent, message: `${String(percent)} done`, seq };
  return card({ status: "running", attempt: 1, progress, startedAt: at(1), ...fields });
}

/** Give a card of a job that has succeeded. */
export function succeeded(seq: number, fields: Card = {}): Card {
  const finishedAt = at(60);
  const progress = { percent: 100, message: "", seq };
  const end = { finishedAt, updatedAt: finishedAt, summary: "Two gaps found." };
  return card({ status: "succeeded", attempt: 1, progress, startedAt: at(1), ...end, ...fields });
}

/** Give a card of a job that has failed. */
export function failed(seq: number, fields: Card = {}): Card {
  const error = { code: "unavailable", message: "The model is away.", retriable: true };
  return succeeded(seq, { status: "failed", error, ...fields });
}

/** Read a card that must be one. */
export function job(fields: Card): JobState {
  const read = readJob(fields);
  if (!read) throw new Error("This is no card.");
  return read;
}
