/** A list of jobs: pages that were read, kept up to date by live news. Pure. */
import type { JobState } from "../../../jobs/index.js";

/** Which jobs a list holds. */
export interface ListFilter {
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly tag?: string | undefined;
}

/** Read the filter of an address. */
export function readFilter(query: URLSearchParams): ListFilter {
  const get = (name: string): string | undefined => query.get(name) ?? undefined;
  return { status: get("status"), type: get("type"), tag: get("tag") };
}

/** Return the address of a list. */
export function listPath(filter: ListFilter): string {
  const given = Object.entries(filter).filter((each): each is [string, string] => Boolean(each[1]));
  const query = new URLSearchParams(given).toString();
  return query ? `/jobs?${query}` : "/jobs";
}

/** Whether a list holds a job. */
export function matches(job: JobState, { status, type, tag }: ListFilter): boolean {
  if (status !== undefined && job.status !== status) return false;
  if (type !== undefined && job.type !== type) return false;
  return tag === undefined || job.tags.includes(tag);
}

/**
 * Merge what was read and what came live, newest first.
 *
 * @param pages Jobs as the API gave them some time ago.
 * @param live The user's newest jobs as they are now, whatever the filter.
 * @param isComplete Whether `pages` is the whole list; else nothing older than it is shown.
 */
export function mergeJobs(
  pages: readonly JobState[],
  live: readonly JobState[],
  filter: ListFilter,
  isComplete: boolean,
): readonly JobState[] {
  const byId = new Map(pages.map((job) => [job.jobId, job]));
  const oldest = isComplete ? undefined : pages.at(-1)?.createdAt;
  for (const job of live) {
    if (byId.has(job.jobId) || !oldest || job.createdAt >= oldest) byId.set(job.jobId, job);
  }
  return [...byId.values()]
    .filter((job) => matches(job, filter))
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}
