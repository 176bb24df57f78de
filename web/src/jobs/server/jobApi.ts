/** What the library requests of the API: one place that knows the paths. */
import { JobsApiError, readRetryAfter } from "../model/jobErrors.js";
import type { JobState } from "../model/jobState.js";
import type { JobFilter } from "../model/listener.js";
import { readJob, type JobDocument } from "../model/readJob.js";
import type { Job, JobPage, RetryRequest } from "../model/schema.js";
import { connectHttp, readJson, type Answer, type GetToken } from "./http.js";

/** What a client requests of the API. */
export interface JobApi {
  submit(body: object, idempotencyKey: string): Promise<JobState>;
  cancel(jobId: string): Promise<JobState>;
  retry(jobId: string, request?: RetryRequest): Promise<JobState>;
  list(filter: JobFilter): Promise<readonly JobState[]>;
  result(jobId: string): Promise<unknown>;
  /** Read a job, unless it is still the version that `etag` names. */
  status(jobId: string, etag?: string): Promise<PolledStatus>;
}

/** What polling has read. */
export interface PolledStatus {
  /** Absent if nothing has changed. */
  readonly job?: JobState | undefined;
  readonly etag?: string | undefined;
  /** When it is worth polling again; absent if nothing will change by itself. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Connect to the API at `baseUrl`, which is "" where the page's own host serves it. */
export function connectApi(baseUrl: string, getToken: GetToken): JobApi {
  const http = connectHttp(baseUrl, getToken);
  const pathOf = (jobId: string, action = ""): string =>
    `/jobs/${encodeURIComponent(jobId)}${action}`;
  const post = (path: string, body: object = {}, headers = {}): Promise<JobState> =>
    http(path, { method: "POST", headers, body: JSON.stringify(body) }).then(jobOf);

  return {
    submit: (body, key) => post("/jobs", body, { "Idempotency-Key": key }),
    cancel: (jobId) => post(pathOf(jobId, "/cancel")),
    retry: (jobId, request) => post(pathOf(jobId, "/retry"), request),
    async list({ status, limit }) {
      const query = new URLSearchParams({ limit: String(limit), ...(status && { status }) });
      const { jobs } = await readJson<JobPage>(http, `/jobs?${query.toString()}`);
      return jobs.flatMap((job) => readJob(job as Job & JobDocument) ?? []);
    },
    async result(jobId) {
      return (await readJson<{ readonly result?: unknown }>(http, pathOf(jobId))).result;
    },
    async status(jobId, etag) {
      const headers = etag ? { "If-None-Match": etag } : {};
      const response = await http(pathOf(jobId, "/status"), { headers });
      return {
        job: response.status === 304 ? undefined : jobOf(response),
        etag: response.headers.get("ETag") ?? etag,
        retryAfterSeconds: readRetryAfter(response.headers),
      };
    },
  };
}

function jobOf(answer: Answer): JobState {
  const job = readJob((answer.body ?? {}) as JobDocument);
  if (job) return job;
  throw new JobsApiError({ code: "internal", detail: "The answer is not a job." }, answer);
}
