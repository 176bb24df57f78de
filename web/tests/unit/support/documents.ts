/** Job documents as Firestore and the API have them, for tests. */
import type { JobState } from "../../../src/jobs/model/jobState.js";
import { readJob, type JobDocument } from "../../../src/jobs/model/readJob.js";

export const CREATED_AT = "2026-11-23T10:00:00.000Z";

/** Return the time many seconds after the creation. */
export function at(seconds: number): string {
  return new Date(Date.parse(CREATED_AT) + seconds * 1000).toISOString();
}

/** Return a document in JSON; of a queued job, unless `fields` say otherwise. */
export function queued(fields: JobDocument = {}): JobDocument {
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

/** Return a document of a running job. */
export function running(percent: number, seq: number, fields: JobDocument = {}): JobDocument {
  const progress = { percent, message: `${String(percent)} done`, seq };
  return queued({ status: "running", attempt: 1, progress, startedAt: at(1), ...fields });
}

/** Return a document of a job that asks its owner for figures, for three days. */
export function suspended(seq: number, fields: JobDocument = {}): JobDocument {
  const progress = { percent: 60, message: "Asks", seq };
  const times = { until: at(3 * 86_400), since: at(30) };
  const prompt = "Three bullets lack a figure.";
  const question = { name: "missing-figures", form: "Figures", prompt, hasDefault: true, ...times };
  return queued({ status: "suspended", attempt: 1, progress, question, ...fields });
}

/** Return a document of a job that has succeeded. */
export function succeeded(seq: number, fields: JobDocument = {}): JobDocument {
  const finishedAt = at(60);
  const progress = { percent: 100, message: "", seq };
  const end = { finishedAt, updatedAt: finishedAt, summary: "Two gaps found." };
  return queued({ status: "succeeded", attempt: 1, progress, startedAt: at(1), ...end, ...fields });
}

/** Return a document of a job that has failed. */
export function failed(seq: number, fields: JobDocument = {}): JobDocument {
  const error = { code: "unavailable", message: "The model is away.", retriable: true };
  return succeeded(seq, { status: "failed", error, ...fields });
}

/** Read a document that must be one. */
export function job(fields: JobDocument): JobState {
  const read = readJob(fields);
  if (!read) throw new Error("This is no job document.");
  return read;
}
