/** Job documents written to Firestore as the worker writes them: past the rules, and whole. */
import { where, type User } from "../e2e/support/cloud.js";

const HOUR_MS = 3_600_000;
const CREATED_AT = new Date(Date.now() - HOUR_MS);

/** What is written of one job. */
export interface RunningJob {
  readonly name: string;
  readonly seq: number;
  readonly message: string;
}

/** Write documents of running jobs: each a write of its own, as from separate workers. */
export async function writeJobs({ uid }: User, running: readonly RunningJob[]): Promise<void> {
  const { firestore, project } = where();
  const root = `projects/${project}/databases/(default)/documents`;
  const writes = running.map((job) => {
    const queued = documentOf(uid, job);
    const name = `${root}/users/${uid}/jobs/${queued.jobId}`;
    return { update: { name, ...valueOf(queued).mapValue } };
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

function documentOf(uid: string, { name, seq, message }: RunningJob) {
  const now = new Date();
  return {
    jobId: `${uid}:skill-gap-analysis:1763892000000:${name}`,
    type: "skill-gap-analysis",
    status: "running",
    slot: "held",
    tags: [],
    progress: { percent: seq % 100, message, stage: "bench", seq },
    attempt: 1,
    maxAttempts: 3,
    dispatch: 1,
    createdAt: CREATED_AT,
    startedAt: CREATED_AT,
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
