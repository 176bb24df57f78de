/**
 * The HTTP API: one place that knows paths, tokens and problem documents.
 *
 * A token that was refused is replaced once by a fresh one: it may have run out while the laptop
 * slept. Anything else that is no success becomes a `JobsApiError`.
 */
import type { Job, JobPage, JobStatus, Problem, RetryWish } from "../model/api.js";
import { JobsApiError, readRetryAfter } from "../model/jobErrors.js";
import { readJob, type JobDocument, type JobState } from "../model/jobState.js";

/** Returns the ID token of the signed-in user; a new one if `isFresh`. */
export type GetToken = (isFresh: boolean) => Promise<string>;

/** What a client requests of the API. */
export interface JobApi {
  submit(body: object, idempotencyKey: string): Promise<JobState>;
  cancel(jobId: string): Promise<JobState>;
  retry(jobId: string, request?: RetryWish): Promise<JobState>;
  list(filter: JobFilter): Promise<readonly JobState[]>;
  result(jobId: string): Promise<unknown>;
  /** Read a job, unless it is still the version that `etag` names. */
  status(jobId: string, etag?: string): Promise<PolledStatus>;
}

/** Which jobs a list holds. */
export interface JobFilter {
  readonly status?: JobStatus | undefined;
  readonly limit: number;
}

/** What polling has read. */
export interface PolledStatus {
  /** Absent if nothing has changed. */
  readonly job?: JobState | undefined;
  readonly etag?: string | undefined;
  /** When it is worth polling again; absent if nothing will change by itself. */
  readonly retryAfterSeconds?: number | undefined;
}

/** A request, besides its path and its token. */
interface Call extends Omit<RequestInit, "headers"> {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Speak to the API at `baseUrl`, which is "" where the page's own host serves it. */
export function connectApi(baseUrl: string, getToken: GetToken): JobApi {
  async function call(path: string, init: Call = {}): Promise<Response> {
    const send = async (isFresh: boolean): Promise<Response> => {
      const headers = { ...init.headers, Authorization: `Bearer ${await getToken(isFresh)}` };
      return fetch(`${baseUrl}/api/jobs${path}`, { ...init, headers });
    };
    let response: Response;
    try {
      response = await send(false);
      if (response.status === 401) response = await send(true);
    } catch (error) {
      // No answer; the browser does not say why. An error of ours is passed on as it is.
      throw error instanceof JobsApiError ? error : new JobsApiError({});
    }
    if (response.ok || response.status === 304) return response;
    throw new JobsApiError(await readProblem(response), response);
  }

  const post = (path: string, body: object = {}, headers = {}) =>
    call(path, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }).then(jobOf);

  return {
    submit: (body, key) => post("", body, { "Idempotency-Key": key }),
    cancel: (jobId) => post(`/${encodeURIComponent(jobId)}/cancel`),
    retry: (jobId, request) => post(`/${encodeURIComponent(jobId)}/retry`, request),
    async list({ status, limit }) {
      const query = new URLSearchParams({ limit: String(limit), ...(status && { status }) });
      const page = (await (await call(`?${query.toString()}`)).json()) as JobPage;
      return page.jobs.flatMap((job) => readJob(job as Job & JobDocument) ?? []);
    },
    async result(jobId) {
      const response = await call(`/${encodeURIComponent(jobId)}`);
      return ((await response.json()) as { readonly result?: unknown }).result;
    },
    async status(jobId, etag) {
      const path = `/${encodeURIComponent(jobId)}/status`;
      const response = await call(path, etag ? { headers: { "If-None-Match": etag } } : {});
      return {
        job: response.status === 304 ? undefined : await jobOf(response),
        etag: response.headers.get("ETag") ?? etag,
        retryAfterSeconds: readRetryAfter(response.headers),
      };
    },
  };
}

async function jobOf(response: Response): Promise<JobState> {
  const job = readJob((await response.json()) as JobDocument);
  if (!job)
    throw new JobsApiError({ code: "internal", detail: "The answer is not a job." }, response);
  return job;
}

/** Read why a request was refused; a proxy between us may answer with anything. */
async function readProblem(response: Response): Promise<Partial<Problem>> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return problem.code ? problem : { code: response.status < 500 ? "internal" : "unavailable" };
}
