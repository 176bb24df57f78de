/** What polling requests of the API: lists, and how far one job is. */
import { readRetryAfter } from "../model/jobErrors.js";
import type { JobState } from "../model/jobState.js";
import type { JobFilter } from "../model/listener.js";
import { readJob } from "../model/readJob.js";
import type { JobPage } from "../model/schema.js";
import { readJson, type Http } from "./http.js";
import { jobOf, pathOf } from "./jobApi.js";

/** What polling has read. */
export interface PolledStatus {
  /** Absent if nothing has changed. */
  readonly job?: JobState | undefined;
  readonly etag?: string | undefined;
  /** When it is worth polling again; absent if nothing will change by itself. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Read the newest jobs of a list. @throws JobsApiError */
export async function readList(http: Http, filter: JobFilter): Promise<readonly JobState[]> {
  const { status, tag, batch, limit } = filter;
  const wanted = { ...(status && { status }), ...(tag && { tag }), ...(batch && { batch }) };
  const query = new URLSearchParams({ limit: String(limit), ...wanted });
  const { jobs } = await readJson<JobPage>(http, `/jobs?${query.toString()}`);
  return jobs.flatMap((job) => readJob({ ...job }) ?? []);
}

/** Read a job, unless it is still the version that `etag` names. @throws JobsApiError */
export async function readStatus(
  http: Http,
  jobId: string,
  etag: string | undefined,
): Promise<PolledStatus> {
  const headers = etag ? { "If-None-Match": etag } : {};
  const answer = await http(pathOf(jobId, "/status"), { headers });
  return {
    job: answer.status === 304 ? undefined : jobOf(answer),
    etag: answer.headers.get("ETag") ?? etag,
    retryAfterSeconds: readRetryAfter(answer.headers),
  };
}
