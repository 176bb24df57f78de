/** `@careerlens/jobs/types`: which types of jobs there are, with their JSON Schemas, for forms. */
import type { JobsClient } from "./client/jobClient.js";
import { request } from "./client/request.js";
import type { JobType } from "./model/schema.js";

const read = new WeakMap<JobsClient, Promise<readonly JobType[]>>();

/** Read the types of jobs; once for a client, unless that fails. @throws JobsApiError */
export function readJobTypes(client: JobsClient): Promise<readonly JobType[]> {
  const known = read.get(client);
  if (known) return known;
  const types = request<{ readonly jobTypes: readonly JobType[] }>(client, "/job-types").then(
    ({ jobTypes }) => jobTypes,
  );
  read.set(client, types);
  types.catch(() => read.delete(client));
  return types;
}
