/** `@careerlens/jobs/files`: submissions with a file. */
import type { JobsClient } from "./client/jobClient.js";
import type { JobState } from "./model/jobState.js";
import type { Options } from "./model/schema.js";
import { jobOf } from "./server/jobApi.js";

/** A submission whose file stands in the place of one of its fields. */
export interface NewFileJob {
  readonly type: string;
  readonly options?: Options | null;
  readonly [field: string]: unknown;
}

/** Files have no text to tell them apart by. */
const names = new WeakMap<Blob, string>();
let count = 0;

/**
 * Submit a job with a file; otherwise as `submitJob`: shown at once, and the same submission with the
 * same file again is the same intent.
 *
 * @throws JobsApiError
 */
export async function submitFile(
  client: JobsClient,
  job: NewFileJob,
  file: File,
): Promise<JobState> {
  const session = await client.session();
  const name = names.get(file) ?? `file ${String(++count)}`;
  names.set(file, name);
  return session.create(job, `${name} ${JSON.stringify(job)}`, async (key) => {
    const body = new FormData();
    body.set("request", new Blob([JSON.stringify(job)], { type: "application/json" }));
    body.set("file", file);
    const headers = { "Idempotency-Key": key };
    return jobOf(await session.api.http("/jobs", { method: "POST", headers, body }));
  });
}
