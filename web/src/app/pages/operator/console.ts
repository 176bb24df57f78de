/** Where each of the console's pages is, and which jobs its list shows. The address says it. */
import type { ErrorCode, JobStatus } from "../../../jobs/index.js";
import type { Schemas } from "../../apiTypes.js";

export type Activity = Schemas["OperatorActivity"];
export type Bucket = Schemas["ActivityBucket"];
export type Span = Schemas["JobSpan"];
export type Queue = Activity["queue"];
export type AnyJob = Schemas["OperatorJobDetails"];
export type Action = Schemas["ListedAction"];

/** Which jobs an operator sees; undefined is any. */
export interface OperatorFilter {
  readonly status?: JobStatus | undefined;
  readonly type?: string | undefined;
  readonly code?: ErrorCode | undefined;
}

const FILTERS = ["status", "type", "code"] as const;
/** How far back the charts may reach, in hours, and how that is called. */
export const RANGES = { "1": "1 h", "6": "6 h", "24": "24 h", "168": "7 d" } as const;
export type Range = keyof typeof RANGES;

/** Read which jobs the address asks for. */
export function readFilter(query: URLSearchParams): OperatorFilter {
  const given = FILTERS.map((name) => [name, query.get(name) ?? undefined]);
  // A value that there is not is refused by the API, and its sentence is shown.
  return Object.fromEntries(given) as OperatorFilter;
}

/** Read how far back the address looks. */
export function readRange(query: URLSearchParams): Range {
  const hours = query.get("hours") ?? "";
  return hours in RANGES ? (hours as Range) : "24";
}

/** Return the address of a list. */
export function listPath(filter: OperatorFilter): string {
  const given = FILTERS.flatMap((name) => (filter[name] ? [[name, filter[name]]] : []));
  const query = new URLSearchParams(given).toString();
  return `/operator/jobs${query && `?${query}`}`;
}

/** Return the address of a job's line of time. */
export function anyJobPath(jobId: string): string {
  return `/operator/jobs/${encodeURIComponent(jobId)}`;
}

/** Return the last part of a job's id: what tells it from others where there is little room. */
export function shortId(jobId: string): string {
  return jobId.slice(jobId.lastIndexOf(":") + 1).slice(0, 8);
}
