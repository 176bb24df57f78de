/** Several submissions in one call: all are accepted, or none. */
import type { JobsApiError } from "../model/jobErrors.js";
import type { JobState } from "../model/jobState.js";
import type { AnyJob } from "../model/pendingAction.js";
import { readJob } from "../model/readJob.js";
import type { JobBatch } from "../model/schema.js";
import type { JobsClient } from "./jobClient.js";
import { randomKey, UNANSWERED_MS } from "./jobSession.js";
import { request } from "./request.js";

/** A batch that was accepted. */
export interface SubmittedBatch {
  /** Of the new jobs; absent where all were there before, and not in one batch. */
  readonly batchId?: string | undefined;
  /** In the order of the submissions. */
  readonly jobs: readonly JobState[];
}

interface Intent {
  readonly key: string;
  /** Whose it is; undefined while that is not known. */
  user?: string | null | undefined;
  answer?: Promise<SubmittedBatch> | undefined;
}

/** By client and submissions: what was sent and is not answered; the same again has the same key. */
const intents = new WeakMap<JobsClient, Map<string, Intent>>();

/**
 * Submit up to 50 jobs, or none. The same ones again, while the first are under way or were not
 * answered, are the same intent, and make no second jobs.
 *
 * @throws JobsApiError
 */
export function submitBatch(client: JobsClient, jobs: readonly AnyJob[]): Promise<SubmittedBatch> {
  const body = JSON.stringify({ jobs });
  const sent = intents.get(client) ?? new Map<string, Intent>();
  intents.set(client, sent);
  const intent = intentOf(sent.get(body), client.user());
  sent.set(body, intent);
  const forget = (): void => {
    if (sent.get(body) === intent) sent.delete(body);
  };
  return (intent.answer ??= send(client, body, intent).then(
    (batch) => {
      forget();
      return batch;
    },
    (error: unknown) => {
      const { status } = error as JobsApiError;
      intent.answer = undefined;
      // Without an answer it may have been stored.
      if (status && status < 500) forget();
      else setTimeout(forget, UNANSWERED_MS);
      throw error;
    },
  ));
}

/** Return the intent that a submission is of: the one before, unless that was another user's. */
function intentOf(before: Intent | undefined, user: string | null | undefined): Intent {
  const isOther = before?.user !== undefined && user !== undefined && before.user !== user;
  return !before || isOther ? { key: randomKey(), user } : before;
}

async function send(client: JobsClient, body: string, intent: Intent): Promise<SubmittedBatch> {
  // Where it was not known whose it is: before another user can be signed in.
  intent.user = (await client.session()).uid;
  const headers = { "Idempotency-Key": intent.key };
  const content = { method: "POST", headers, body } as const;
  const { batchId, jobs } = await request<JobBatch>(client, "/jobs:batch", content);
  return { batchId, jobs: jobs.flatMap((job) => readJob({ ...job }) ?? []) };
}
