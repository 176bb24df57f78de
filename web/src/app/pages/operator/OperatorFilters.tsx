/** Which jobs the operator's table shows. */
import type { ReactElement } from "react";

import { Button } from "../../ui/Button.js";
import { JobSelects } from "../../ui/JobSelects.js";
import type { OperatorFilterProps } from "./filter.js";

/** Choose a status and a type; an error's code is chosen among the failures, and cleared here. */
export function OperatorFilters({ filter, onFilter }: OperatorFilterProps): ReactElement {
  return (
    <div className="filters" role="group" aria-label="Filter jobs">
      <JobSelects
        status={filter.status}
        type={filter.type}
        onStatus={(status) => {
          onFilter({ type: filter.type, status });
        }}
        onType={(type) => {
          onFilter({ ...filter, type });
        }}
      />
      {filter.code && (
        <Button
          look="small"
          onClick={() => {
            onFilter({ ...filter, code: undefined });
          }}
        >
          {filter.code} ✕
        </Button>
      )}
    </div>
  );
}
