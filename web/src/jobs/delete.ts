/** `@careerlens/jobs/delete`: a job is deleted for good, with its input and its result. */
import type { JobsClient } from "./client/jobClient.js";
import { request } from "./client/request.js";
import { pathOf } from "./server/jobApi.js";

/** Delete a job; one that has not ended is cancelled before. @throws JobsApiError */
export async function deleteJob(client: JobsClient, jobId: string): Promise<void> {
  await request(client, pathOf(jobId), { method: "DELETE" });
}
