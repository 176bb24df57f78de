/**
 * What the app requests of the API: the job library's own requests, as this user; and besides them
 * what belongs to this product, which names a form may suggest and what operators do.
 */
import { deleteJob } from "../jobs/delete.js";
import { readDetails } from "../jobs/details.js";
import type { NewFileJob } from "../jobs/files.js";
import type { JobDetails, JobsClient, JobState, JobType } from "../jobs/index.js";
import type { GetToken } from "../jobs/server/http.js";
import { readPage, type JobsPage } from "../jobs/pages.js";
import { queryOf, request } from "../jobs/request.js";
import { readJobTypes } from "../jobs/types.js";
import type {
  BulkCancelRequest,
  BulkRetryRequest,
  OperatorJobPage,
  OperatorOutcome,
  OperatorOverview,
  Schemas,
  SuggestedKinds,
} from "./apiTypes.js";

type Query = Readonly<Record<string, string | undefined>>;

/** What the app requests of the API. All of it throws a `JobsApiError`. */
export interface AppApi {
  jobTypes(): Promise<readonly JobType[]>;
  /** The names that a form may suggest, by kind. */
  suggestions(): Promise<SuggestedKinds["kinds"]>;
  list(query: Query): Promise<JobsPage>;
  read(jobId: string): Promise<JobDetails>;
  /** Submit a job with a file in the place of one of its fields. */
  submitFile(body: NewFileJob, file: File): Promise<JobState>;
  /** A document made of a job's result; the changes by their numbers, with one's own words. */
  makeDocument(jobId: string, request: object): Promise<Blob>;
  erase(jobId: string): Promise<void>;
  /** Name a job anew. */
  rename(jobId: string, title: string): Promise<unknown>;
  /** What the user has used, and may use. */
  account(): Promise<Schemas["Account"]>;
  /** Delete all jobs of the user, as far as it goes: until it is complete, ask again. */
  eraseAll(): Promise<Schemas["Erasure"]>;
  /** Have this browser told of the user's jobs: by its Firebase installation's id. */
  putDevice(installationId: string): Promise<Schemas["DeviceView"]>;
  devices(): Promise<Schemas["DeviceList"]>;
  deleteDevice(deviceId: string): Promise<unknown>;
  overview(): Promise<OperatorOverview>;
  /** What happened to everybody's jobs in the last hours. */
  activity(hours: string): Promise<Schemas["OperatorActivity"]>;
  /** A job of any user, on a line of time. */
  anyJob(jobId: string): Promise<Schemas["OperatorJobDetails"]>;
  /** What it is about, where the service allows it; that it was looked at is kept. */
  anyRequest(jobId: string): Promise<Schemas["OperatorJobRequest"]>;
  /** What operators did. */
  actions(): Promise<Schemas["OperatorActions"]>;
  listAll(query: Query): Promise<OperatorJobPage>;
  /** Which types are paused. */
  pauses(): Promise<Schemas["PausedTypes"]>;
  pauseType(type: string, reason: string): Promise<unknown>;
  resumeType(type: string): Promise<unknown>;
  retryAll(request: BulkRetryRequest): Promise<OperatorOutcome>;
  cancelAll(request: BulkCancelRequest): Promise<OperatorOutcome>;
}

/** Request by the page's client, as the signed-in user. */
export function connectApi(client: JobsClient, getToken: GetToken): AppApi {
  const pathOf = (jobId: string): string => `/jobs/${encodeURIComponent(jobId)}`;
  const read = <Answer>(path: string): Promise<Answer> => request(client, path);
  const post = <Answer>(path: string, body: object): Promise<Answer> =>
    request(client, path, { method: "POST", body: JSON.stringify(body) });

  return {
    jobTypes: () => readJobTypes(client),
    suggestions: () => read<SuggestedKinds>("/suggestions").then(({ kinds }) => kinds),
    list: (query) => readPage(client, query),
    read: (jobId) => readDetails(client, jobId),
    async submitFile(body, file) {
      // Few pages need it: it is loaded with the first file.
      return (await import("../jobs/files.js")).submitFile(client, body, file);
    },
    async makeDocument(jobId, body) {
      const { postForFile } = await import("./fileApi.js");
      return postForFile(getToken, `${pathOf(jobId)}/documents`, body);
    },
    erase: (jobId) => deleteJob(client, jobId),
    rename: (jobId, title) =>
      request(client, pathOf(jobId), { method: "PATCH", body: JSON.stringify({ title }) }),
    account: () => read("/me"),
    eraseAll: () => request(client, "/me/jobs", { method: "DELETE" }),
    putDevice: (installationId) =>
      request(client, "/devices", { method: "PUT", body: JSON.stringify({ installationId }) }),
    devices: () => read("/devices"),
    deleteDevice: (deviceId) => request(client, `/devices/${deviceId}`, { method: "DELETE" }),
    activity: (hours) => read(`/operator/activity?hours=${hours}`),
    anyJob: (jobId) => read(`/operator/jobs/${encodeURIComponent(jobId)}`),
    anyRequest: (jobId) => read(`/operator/jobs/${encodeURIComponent(jobId)}/request`),
    actions: () => read("/operator/actions"),
    overview: () => read("/operator/overview"),
    listAll: (query) => read(`/operator/jobs?${queryOf(query)}`),
    pauses: () => read("/operator/pauses"),
    pauseType: (type, reason) => post("/operator/pause", { type, reason }),
    resumeType: (type) => post("/operator/resume", { type }),
    retryAll: (request) => post("/operator/retry", request),
    cancelAll: (request) => post("/operator/cancel", request),
  };
}
