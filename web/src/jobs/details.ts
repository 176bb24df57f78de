/** `@careerlens/jobs/details`: what was requested, what came of it, and each attempt. */
import type { JobsClient } from "./client/jobClient.js";
import { request } from "./client/request.js";
import type { JobDetails } from "./model/schema.js";
import { pathOf } from "./server/jobApi.js";

/** Read a job with its input, its result and its attempts. @throws JobsApiError */
export function readDetails<Details extends JobDetails = JobDetails>(
  client: JobsClient,
  jobId: string,
): Promise<Details> {
  return request(client, pathOf(jobId));
}
