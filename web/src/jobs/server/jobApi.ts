/** What a session requests of the API. What polling requests is loaded with it: `polledApi.ts`. */
import { JobsApiError } from "../model/jobErrors.js";
import type { JobState } from "../model/jobState.js";
import { readJob, type JobDocument } from "../model/readJob.js";
import type { RetryRequest } from "../model/schema.js";
import { connectHttp, readJson, type Answer, type GetToken, type Http } from "./http.js";

/** What a client requests of the API. */
export interface JobApi {
  /** Sends any request. */
  readonly http: Http;
  submit(body: object, idempotencyKey: string): Promise<JobState>;
  cancel(jobId: string): Promise<JobState>;
  retry(jobId: string, request?: RetryRequest): Promise<JobState>;
  answer(jobId: string, name: string, value: object): Promise<JobState>;
  result(jobId: string): Promise<unknown>;
}

/** Return the path of a job, or of what is done with it. */
export function pathOf(jobId: string, action = ""): string {
  return `/jobs/${encodeURIComponent(jobId)}${action}`;
}

/** Connect to the API at `apiUrl`, which is "" where the page's own host serves it. */
export function connectApi(apiUrl: string, getToken: GetToken): JobApi {
  const http = connectHttp(apiUrl, getToken);
  const post = (path: string, body: object = {}, headers = {}): Promise<JobState> =>
    http(path, { method: "POST", headers, body: JSON.stringify(body) }).then(jobOf);

  return {
    http,
    submit: (body, key) => post("/jobs", body, { "Idempotency-Key": key }),
    cancel: (jobId) => post(pathOf(jobId, "/cancel")),
    retry: (jobId, request) => post(pathOf(jobId, "/retry"), request),
    answer: (jobId, name, value) => post(pathOf(jobId, `/answers/${name}`), { value }),
    async result(jobId) {
      return (await readJson<{ readonly result?: unknown }>(http, pathOf(jobId))).result;
    },
  };
}

/** Read the job that an answer is. @throws JobsApiError */
export function jobOf(answer: Answer): JobState {
  const job = readJob((answer.body ?? {}) as JobDocument);
  if (job) return job;
  throw new JobsApiError({ code: "internal", detail: "The answer is no job." }, answer);
}
