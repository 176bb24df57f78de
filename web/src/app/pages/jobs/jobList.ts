/** A list of jobs: pages that were read, kept up to date by live news. Pure. */
import { hasEnded, type JobState } from "../../../jobs/index.js";
import { nameOf, needsAnswer } from "../../jobWords.js";
import { compareNames, daysBetween } from "../../messages/intl.js";

/** Which jobs a list holds. */
export interface ListFilter {
  /** A status; of the suspended, those that need an answer; or `now`: all that have not ended. */
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly tag?: string | undefined;
  /** A text in names and tags. */
  readonly q?: string | undefined;
}

/** Read the filter of an address. */
export function readFilter(query: URLSearchParams): ListFilter {
  const get = (name: string): string | undefined => query.get(name) ?? undefined;
  return { status: get("status"), type: get("type"), tag: get("tag"), q: get("q") };
}

/** Return the address of a list. */
export function listPath(filter: ListFilter): string {
  const given = Object.entries(filter).filter((each): each is [string, string] => Boolean(each[1]));
  const query = new URLSearchParams(given).toString();
  return query ? `/jobs?${query}` : "/jobs";
}

/**
 * Whether a list holds a job; one that is a part of another is on that one's page, unless it asks, or
 * is looked for by its type or a text.
 */
export function matches(
  job: JobState,
  filter: ListFilter,
  withParts = holdsParts(filter),
): boolean {
  const { status, type, tag, q } = filter;
  if (job.parentId !== undefined && !needsAnswer(job) && !withParts) return false;
  if (status === "now" && hasEnded(job)) return false;
  if (status !== undefined && status !== "now" && job.status !== status) return false;
  if (status === "suspended" && !needsAnswer(job)) return false;
  if (type !== undefined && job.type !== type) return false;
  if (tag !== undefined && !job.tags.includes(tag)) return false;
  if (!q) return true;
  const text = [nameOf(job), ...job.tags].join(" ").toLocaleLowerCase();
  return q
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Whether a list holds parts of other jobs, too: they are looked for. */
export function holdsParts({ type, q }: ListFilter): boolean {
  return type !== undefined || Boolean(q);
}

/**
 * Merge what was read and what came live, newest first.
 *
 * @param pages Jobs as the API gave them some time ago.
 * @param live The user's newest jobs as they are now, whatever the filter.
 * @param isComplete Whether `pages` is the whole list; else nothing older than it is shown.
 * @param withParts Whether parts of other jobs are among them.
 */
export function mergeJobs(
  pages: readonly JobState[],
  live: readonly JobState[],
  filter: ListFilter,
  isComplete: boolean,
  withParts = holdsParts(filter),
): readonly JobState[] {
  const byId = new Map(pages.map((job) => [job.jobId, job]));
  const oldest = isComplete ? undefined : pages.at(-1)?.createdAt;
  for (const job of live) {
    if (byId.has(job.jobId) || !oldest || job.createdAt >= oldest) byId.set(job.jobId, job);
  }
  return [...byId.values()]
    .filter((job) => matches(job, filter, withParts))
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

/** Jobs that stand together in a list. */
export interface JobGroup {
  readonly name: GroupName;
  readonly jobs: readonly JobState[];
}

/** Group jobs, newest first: those under way, and those of today, of yesterday, of earlier. */
export function groupJobs(jobs: readonly JobState[], now: Date): readonly JobGroup[] {
  const groups = new Map<GroupName, JobState[]>(NAMES.map((name) => [name, []]));
  for (const job of jobs) groups.get(groupOf(job, now))?.push(job);
  return [...groups].flatMap(([name, found]) => (found.length > 0 ? [{ name, jobs: found }] : []));
}

const NAMES = ["now", "today", "yesterday", "earlier"] as const;
type GroupName = (typeof NAMES)[number];

function groupOf(job: JobState, now: Date): GroupName {
  if (!hasEnded(job)) return "now";
  const days = daysBetween(job.createdAt, now);
  return days < 1 ? "today" : days < 2 ? "yesterday" : "earlier";
}

/** Return the tags of jobs, each once, in the order of the alphabet. */
export function tagsOf(jobs: readonly JobState[]): readonly string[] {
  return [...new Set(jobs.flatMap((job) => job.tags))].sort(compareNames);
}
