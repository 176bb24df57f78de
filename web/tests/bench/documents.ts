/** Job documents written to Firestore as the worker writes them: past the rules, and whole. */
import { createHash } from "node:crypto";

import { where, type User } from "../e2e/support/cloud.js";

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
const CREATED_AT = new Date(Date.now() - HOUR_MS);

/** What is written of one job that runs. */
export interface RunningJob {
  readonly name: string;
  readonly seq: number;
  readonly message: string;
}

/** Write documents of running jobs: each a write of its own, as from separate workers. */
export async function writeJobs(user: User, running: readonly RunningJob[]): Promise<void> {
  await write(
    user,
    running.map((job) => runningJob(user, job)),
  );
}

/** Write documents of jobs that have succeeded, each asked for a minute before the one before it. */
export async function writeEndedJobs(user: User, count: number): Promise<void> {
  await write(
    user,
    Array.from({ length: count }, (_, each) => endedJob(user, each)),
  );
}

async function write({ uid }: User, jobs: readonly { readonly jobId: string }[]): Promise<void> {
  const { firestore, project } = where();
  const root = `projects/${project}/databases/(default)/documents`;
  const writes = jobs.map((job) => {
    const name = `${root}/users/${uid}/jobs/${job.jobId}`;
    return { update: { name, ...valueOf(job).mapValue } };
  });
  const answer = await fetch(`${firestore}/v1/${root}:batchWrite`, {
    method: "POST",
    headers: { authorization: "Bearer owner", "content-type": "application/json" },
    body: JSON.stringify({ writes }),
  });
  if (!answer.ok) throw new Error(`Firestore answered with ${String(answer.status)}.`);
  const { status } = (await answer.json()) as { status: readonly { code?: number }[] };
  if (status.some(({ code }) => code)) throw new Error("Firestore did not take a document.");
}

function runningJob({ uid }: User, { name, seq, message }: RunningJob) {
  return {
    ...jobOf(uid, name),
    status: "running",
    slot: "held",
    progress: { percent: seq % 100, message, stage: "bench", seq },
    createdAt: CREATED_AT,
    startedAt: CREATED_AT,
  };
}

function endedJob({ uid }: User, number: number) {
  const createdAt = new Date(CREATED_AT.getTime() - (number + 1) * MINUTE_MS);
  const finishedAt = new Date(createdAt.getTime() + 20_000);
  return {
    ...jobOf(uid, `ended${String(number)}`),
    status: "succeeded",
    title: `Data Engineer ${String(number)}`,
    summary: "You match 28% of what Data Engineer postings in Finance ask for",
    tags: [`group-${String(number % 7)}`],
    progress: { percent: 100, message: "Done", stage: "done", seq: 9 },
    ...{ createdAt, startedAt: createdAt, finishedAt },
  };
}

function jobOf(uid: string, name: string) {
  const now = new Date();
  // The API takes no other ids, nor a cursor that names one.
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 16);
  return {
    jobId: `${uid}:skill-gap-analysis:1763892000000:${hash}`,
    type: "skill-gap-analysis",
    ...{ tags: [] as readonly string[], attempt: 1, maxAttempts: 3, dispatch: 1 },
    updatedAt: now,
    expireAt: new Date(now.getTime() + HOUR_MS),
  };
}

interface Value {
  readonly mapValue?: { readonly fields: Readonly<Record<string, Value>> };
  readonly [kind: string]: unknown;
}

/** Return a value in the form that Firestore's REST API takes. */
function valueOf(value: unknown): Value {
  if (value instanceof Date) return { timestampValue: value.toISOString() };
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "number") return { integerValue: String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(valueOf) } };
  const fields = Object.entries(value as object).map(([name, each]) => [name, valueOf(each)]);
  return { mapValue: { fields: Object.fromEntries(fields) as Record<string, Value> } };
}
