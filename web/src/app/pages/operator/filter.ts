/** Which jobs an operator looks at. */
import type { ErrorCode, JobStatus } from "../../../jobs/index.js";

/** Which jobs an operator looks at; undefined is any. */
export interface OperatorFilter {
  readonly status?: JobStatus | undefined;
  readonly type?: string | undefined;
  readonly code?: ErrorCode | undefined;
}

/** A filter, and what changes it. */
export interface OperatorFilterProps {
  readonly filter: OperatorFilter;
  readonly onFilter: (filter: OperatorFilter) => void;
}
