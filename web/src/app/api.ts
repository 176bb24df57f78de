/**
 * What the app requests of the API: the job library's own requests, as this user; and besides them
 * what belongs to this product, which names a form may suggest and what operators do.
 */
import { deleteJob } from "../jobs/delete.js";
import { readDetails } from "../jobs/details.js";
import type { NewFileJob } from "../jobs/files.js";
import type { JobDetails, JobsClient, JobState, JobType } from "../jobs/index.js";
import { readPage, type JobsPage } from "../jobs/pages.js";
import { queryOf, request } from "../jobs/request.js";
import { readJobTypes } from "../jobs/types.js";
import type {
  BulkCancelRequest,
  BulkRetryRequest,
  OperatorJobPage,
  OperatorOutcome,
  OperatorOverview,
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
  erase(jobId: string): Promise<void>;
  overview(): Promise<OperatorOverview>;
  listAll(query: Query): Promise<OperatorJobPage>;
  retryAll(request: BulkRetryRequest): Promise<OperatorOutcome>;
  cancelAll(request: BulkCancelRequest): Promise<OperatorOutcome>;
}

/** Request by the page's client, as the signed-in user. */
export function connectApi(client: JobsClient): AppApi {
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
    erase: (jobId) => deleteJob(client, jobId),
    overview: () => read("/operator/overview"),
    listAll: (query) => read(`/operator/jobs?${queryOf(query)}`),
    retryAll: (request) => post("/operator/retry", request),
    cancelAll: (request) => post("/operator/cancel", request),
  };
}
