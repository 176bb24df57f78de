/**
 * What the app asks the API for besides what `@careerlens/jobs` does: what may be submitted, pages
 * of a list, a job with its input and attempts, a submission with a file, and what operators do.
 */
import { createContext, use } from "react";

import {
  JobsApiError,
  type JobDetails,
  type JobPage,
  type JobType,
  type JobTypes,
  type BulkCancelRequest,
  type OperatorJobPage,
  type OperatorOutcome,
  type OperatorOverview,
  type BulkRetryRequest,
  type Job,
  type Problem,
} from "../jobs/index.js";

type Query = Readonly<Record<string, string | undefined>>;

/** The API, as the app asks it. Everything throws a `JobsApiError`. */
export interface AppApi {
  jobTypes(): Promise<readonly JobType[]>;
  list(query: Query): Promise<JobPage>;
  read(jobId: string): Promise<JobDetails>;
  /** Submit a job with a file in the place of one of its fields. */
  submitFile(body: object, file: File, idempotencyKey: string): Promise<Job>;
  erase(jobId: string): Promise<void>;
  overview(): Promise<OperatorOverview>;
  listAll(query: Query): Promise<OperatorJobPage>;
  retryAll(wish: BulkRetryRequest): Promise<OperatorOutcome>;
  cancelAll(wish: BulkCancelRequest): Promise<OperatorOutcome>;
}

export const ApiContext = createContext<AppApi | null>(null);

/** Give the API. */
export function useApi(): AppApi {
  const api = use(ApiContext);
  if (!api) throw new Error("There is no API outside of the app.");
  return api;
}

/** Speak to the API of this page's own origin, as whoever is signed in. */
export function connectApi(getToken: (isFresh: boolean) => Promise<string>): AppApi {
  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const send = async (isFresh: boolean): Promise<Response> => {
      const headers = new Headers(init.headers);
      headers.set("Authorization", `Bearer ${await getToken(isFresh)}`);
      return fetch(`/api${path}`, { ...init, headers });
    };
    try {
      const response = await send(false);
      // A token may have run out while the laptop slept.
      return await checked(response.status === 401 ? await send(true) : response);
    } catch (error) {
      throw error instanceof JobsApiError ? error : new JobsApiError({});
    }
  }

  const get = async <Answer>(path: string): Promise<Answer> =>
    (await (await call(path)).json()) as Answer;
  const post = async <Answer>(path: string, body: object): Promise<Answer> => {
    const headers = { "Content-Type": "application/json" };
    const response = await call(path, { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as Answer;
  };

  let types: Promise<readonly JobType[]> | undefined;
  return {
    jobTypes() {
      types ??= get<JobTypes>("/job-types").then((answer) => answer.jobTypes);
      types.catch(() => {
        types = undefined;
      });
      return types;
    },
    list: (query) => get(`/jobs?${queryOf(query)}`),
    read: (jobId) => get(`/jobs/${encodeURIComponent(jobId)}`),
    async submitFile(body, file, idempotencyKey) {
      const form = new FormData();
      form.set("request", new Blob([JSON.stringify(body)], { type: "application/json" }));
      form.set("file", file);
      const headers = { "Idempotency-Key": idempotencyKey };
      const response = await call("/jobs", { method: "POST", headers, body: form });
      return (await response.json()) as Job;
    },
    async erase(jobId) {
      await call(`/jobs/${encodeURIComponent(jobId)}`, { method: "DELETE" });
    },
    overview: () => get("/operator/overview"),
    listAll: (query) => get(`/operator/jobs?${queryOf(query)}`),
    retryAll: (wish) => post("/operator/retry", wish),
    cancelAll: (wish) => post("/operator/cancel", wish),
  };
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  // A proxy between us may answer with anything.
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const code = response.status < 500 ? "internal" : "unavailable";
  throw new JobsApiError(problem.code ? problem : { code }, response);
}

function queryOf(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return new URLSearchParams(given).toString();
}
