/** A page of a user's jobs, as the API has it: not live. */
import type { JobState } from "../model/jobState.js";
import { readJob } from "../model/readJob.js";
import type { JobPage } from "../model/schema.js";
import type { JobsClient } from "./jobClient.js";
import { queryOf, request } from "./request.js";

/** Which page. */
export interface PageQuery {
  /** A `JobStatus`; from an address it may be any text, which the API refuses. */
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly tag?: string | undefined;
  /** A `batchId`. */
  readonly batch?: string | undefined;
  /** So many jobs, at the most. */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the page before; without it, the newest jobs. */
  readonly cursor?: string | undefined;
}

/** A page, newest first. */
export interface JobsPage {
  readonly jobs: readonly JobState[];
  /** Of the next page; absent on the last one. */
  readonly nextCursor?: string | undefined;
}

/** Read a page. @throws JobsApiError */
export async function readPage(client: JobsClient, page: PageQuery = {}): Promise<JobsPage> {
  const { jobs, nextCursor } = await request<JobPage>(client, `/jobs?${queryOf({ ...page })}`);
  return { jobs: jobs.flatMap((job) => readJob({ ...job }) ?? []), nextCursor };
}
