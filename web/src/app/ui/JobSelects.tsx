/** What every list of jobs can be filtered by: their status and their type. */
import { useCallback, type ReactElement } from "react";

import type { JobStatus } from "../../jobs/index.js";
import { useApi } from "../api.js";
import { useAsync } from "../useAsync.js";
import { STATE_WORDS } from "./StatusBadge.js";

const STATUSES: readonly JobStatus[] = ["queued", "running", "succeeded", "failed", "cancelled"];

/** Choose a status and a type; undefined is any. */
export function JobSelects(props: {
  readonly status: string | undefined;
  readonly type: string | undefined;
  readonly onStatus: (status: JobStatus | undefined) => void;
  readonly onType: (type: string | undefined) => void;
}): ReactElement {
  const api = useApi();
  const [types] = useAsync(useCallback(() => api.jobTypes(), [api]));
  return (
    <>
      <label>
        <span>Status</span>
        <select
          value={props.status ?? ""}
          onChange={(event) => {
            props.onStatus((event.target.value || undefined) as JobStatus | undefined);
          }}
        >
          <option value="">Any</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {STATE_WORDS[status]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Type</span>
        <select
          value={props.type ?? ""}
          onChange={(event) => {
            props.onType(event.target.value || undefined);
          }}
        >
          <option value="">Any</option>
          {types.value?.map(({ type, title }) => (
            <option key={type} value={type}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
