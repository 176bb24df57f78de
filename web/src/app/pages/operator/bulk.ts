/** What can be done to the jobs of a filter. Pure. */
import type { OperatorOutcome } from "../../apiTypes.js";
import type { AppApi } from "../../api.js";
import type { OperatorFilter } from "./console.js";

/** A change of many jobs. */
export interface Bulk {
  readonly verb: "Retry" | "Cancel";
  /** Do it to the next of them, behind a cursor. */
  readonly run: (api: AppApi, cursor?: string) => Promise<OperatorOutcome>;
}

/** Return what can be done to jobs of the filter's status; it takes one status at a time. */
export function changesOf({ status, type, code }: OperatorFilter): Bulk | undefined {
  const asked = (cursor: string | undefined) => ({
    ...(type !== undefined && { type }),
    ...(code !== undefined && { code }),
    ...(cursor !== undefined && { cursor }),
  });
  switch (status) {
    case "failed":
      return { verb: "Retry", run: (api, at) => api.retryAll({ ...asked(at), status }) };
    case "queued":
    case "running":
    case "suspended":
      return { verb: "Cancel", run: (api, at) => api.cancelAll({ ...asked(at), status }) };
    case "cancelled":
    case "succeeded":
    case undefined:
      return undefined;
  }
}
