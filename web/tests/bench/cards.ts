/** Cards written to Firestore as the worker writes them: past the rules, whole, one at a time. */
import { where, type User } from "../e2e/support/cloud.js";

const HOUR_MS = 3_600_000;
const CREATED_AT = new Date(Date.now() - HOUR_MS);

/** Write the card of a running job. */
export async function writeCard(
  { uid }: User,
  name: string,
  seq: number,
  message: string,
): Promise<void> {
  const jobId = `${uid}:skill-gap-analysis:1763892000000:${name}`;
  const now = new Date();
  const card = {
    jobId,
    type: "skill-gap-analysis",
    status: "running",
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
  const { firestore, project } = where();
  const path = `projects/${project}/databases/(default)/documents/users/${uid}/jobs/${jobId}`;
  const answer = await fetch(`${firestore}/v1/${path}`, {
    method: "PATCH",
    headers: { authorization: "Bearer owner", "content-type": "application/json" },
    body: JSON.stringify(valueOf(card).mapValue),
  });
  if (!answer.ok) throw new Error(`Firestore answered with ${String(answer.status)}.`);
  await answer.arrayBuffer();
}

interface Value {
  readonly mapValue?: { readonly fields: Readonly<Record<string, Value>> };
  readonly [kind: string]: unknown;
}

/** Give a value in the form that Firestore's REST API takes. */
function valueOf(value: unknown): Value {
  if (value instanceof Date) return { timestampValue: value.toISOString() };
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "number") return { integerValue: String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(valueOf) } };
  const fields = Object.entries(value as object).map(([name, each]) => [name, valueOf(each)]);
  return { mapValue: { fields: Object.fromEntries(fields) as Record<string, Value> } };
}
