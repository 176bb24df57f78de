/**
 * What the app requests of the API besides what `@careerlens/jobs` does: what may be submitted, pages
 * of a list, a job with its input and attempts, a submission with a file, and what operators do.
 */
import type {
  BulkCancelRequest,
  BulkRetryRequest,
  Job,
  JobDetails,
  JobPage,
  JobType,
  JobTypes,
  OperatorJobPage,
  OperatorOutcome,
  OperatorOverview,
  Schemas,
  SuggestedKinds,
} from "../jobs/index.js";
import { postForFile } from "./fileApi.js";
import { connectHttp, readJson, type GetToken, type HttpRequest } from "../jobs/server/http.js";

type Query = Readonly<Record<string, string | undefined>>;

/** What the app requests of the API. All of it throws a `JobsApiError`. */
export interface AppApi {
  jobTypes(): Promise<readonly JobType[]>;
  /** The names that a form may suggest, by kind. */
  suggestions(): Promise<SuggestedKinds["kinds"]>;
  list(query: Query): Promise<JobPage>;
  read(jobId: string): Promise<JobDetails>;
  /** Submit a job with a file in the place of one of its fields. */
  submitFile(body: object, file: File, idempotencyKey: string): Promise<Job>;
  /** A document made of a job's result; the changes by their numbers, with one's own words. */
  makeDocument(jobId: string, request: object): Promise<Blob>;
  erase(jobId: string): Promise<void>;
  /** Name a job anew. */
  rename(jobId: string, title: string): Promise<Job>;
  /** What the user has used, and may use. */
  account(): Promise<Schemas["Account"]>;
  /** Delete all jobs of the user, as far as it goes: until it is complete, ask again. */
  eraseAll(): Promise<Schemas["Erasure"]>;
  overview(): Promise<OperatorOverview>;
  /** What happened to everybody's jobs in the last hours. */
  activity(hours: string): Promise<Schemas["OperatorActivity"]>;
  /** A job of any user, on a line of time. */
  anyJob(jobId: string): Promise<Schemas["OperatorJobDetails"]>;
  /** What operators did. */
  actions(): Promise<Schemas["OperatorActions"]>;
  listAll(query: Query): Promise<OperatorJobPage>;
  retryAll(request: BulkRetryRequest): Promise<OperatorOutcome>;
  cancelAll(request: BulkCancelRequest): Promise<OperatorOutcome>;
}

/** Connect to the API of this page's own origin, as the signed-in user. */
export function connectApi(getToken: GetToken): AppApi {
  const http = connectHttp("", getToken);
  const read = <Answer>(path: string, request?: HttpRequest): Promise<Answer> =>
    readJson(http, path, request);
  const post = <Answer>(path: string, body: object): Promise<Answer> =>
    read(path, { method: "POST", body: JSON.stringify(body) });

  let types: Promise<readonly JobType[]> | undefined;
  return {
    jobTypes() {
      types ??= read<JobTypes>("/job-types").then((answer) => answer.jobTypes);
      types.catch(() => {
        types = undefined;
      });
      return types;
    },
    suggestions: () => read<SuggestedKinds>("/suggestions").then(({ kinds }) => kinds),
    list: (query) => read(`/jobs?${queryOf(query)}`),
    read: (jobId) => read(`/jobs/${encodeURIComponent(jobId)}`),
    submitFile(body, file, idempotencyKey) {
      const form = new FormData();
      form.set("request", new Blob([JSON.stringify(body)], { type: "application/json" }));
      form.set("file", file);
      const headers = { "Idempotency-Key": idempotencyKey };
      return read("/jobs", { method: "POST", headers, body: form });
    },
    makeDocument: (jobId, request) =>
      postForFile(getToken, `/jobs/${encodeURIComponent(jobId)}/documents`, request),
    async erase(jobId) {
      await http(`/jobs/${encodeURIComponent(jobId)}`, { method: "DELETE" });
    },
    rename: (jobId, title) =>
      read(`/jobs/${encodeURIComponent(jobId)}`, {
        method: "PATCH",
        body: JSON.stringify({ title }),
      }),
    account: () => read("/me"),
    eraseAll: () => read("/me/jobs", { method: "DELETE" }),
    activity: (hours) => read(`/operator/activity?hours=${hours}`),
    anyJob: (jobId) => read(`/operator/jobs/${encodeURIComponent(jobId)}`),
    actions: () => read("/operator/actions"),
    overview: () => read("/operator/overview"),
    listAll: (query) => read(`/operator/jobs?${queryOf(query)}`),
    retryAll: (request) => post("/operator/retry", request),
    cancelAll: (request) => post("/operator/cancel", request),
  };
}

function queryOf(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return new URLSearchParams(given).toString();
}
