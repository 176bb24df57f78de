/** Which jobs the list shows; the address says it. */
import { useState, type ReactElement, type SyntheticEvent } from "react";

import { navigate } from "../../router.js";
import { Button } from "../../ui/Button.js";
import { JobSelects } from "../../ui/JobSelects.js";
import { listPath, type ListFilter } from "./jobList.js";

/** Choose a status, a type and a tag. */
export function JobFilters({ filter }: { readonly filter: ListFilter }): ReactElement {
  const [tag, setTag] = useState(filter.tag ?? "");
  const go = (change: ListFilter): void => {
    navigate(listPath({ ...filter, ...change }), { replace: true });
  };
  const goToTag = (): void => {
    go({ tag: tag.trim() || undefined });
  };
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    goToTag();
  };
  const clear = (): void => {
    setTag("");
    navigate("/jobs", { replace: true });
  };
  const isFiltered = Object.values(filter).some(Boolean);
  return (
    <form className="filters no-print" role="search" aria-label="Filter jobs" onSubmit={onSubmit}>
      <JobSelects
        status={filter.status}
        type={filter.type}
        onStatus={(status) => {
          go({ status });
        }}
        onType={(type) => {
          go({ type });
        }}
      />
      <label>
        <span>Tag</span>
        <input
          type="search"
          value={tag}
          enterKeyHint="search"
          onChange={(event) => {
            setTag(event.target.value);
          }}
          onBlur={() => {
            if (tag.trim() !== (filter.tag ?? "")) goToTag();
          }}
        />
      </label>
      {isFiltered && (
        <Button look="small" onClick={clear}>
          Clear filters
        </Button>
      )}
    </form>
  );
}
