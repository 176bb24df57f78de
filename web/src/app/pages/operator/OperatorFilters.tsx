/** Which jobs the operator's table shows. */
import type { ErrorCode, JobStatus } from "../../../jobs/index.js";
import { Button } from "../../ui/Button.js";
import { JobSelects } from "../../ui/JobSelects.js";

/** Which jobs an operator sees; undefined is any. */
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

/** Choose a status and a type; an error's code is chosen among the failures, and cleared here. */
export function OperatorFilters({ filter, onFilter }: OperatorFilterProps): React.ReactNode {
  const { code, ...others } = filter;
  const change = (chosen: OperatorFilter): void => {
    onFilter("status" in chosen ? { ...others, ...chosen } : { ...filter, ...chosen });
  };
  return (
    <div className="filters" role="group" aria-label="Filter jobs">
      <JobSelects filter={filter} onChange={change} />
      {code && (
        <Button look="small" onClick={onFilter.bind(null, others)}>
          {code} ✕
        </Button>
      )}
    </div>
  );
}
