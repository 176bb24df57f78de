/** Which jobs the list shows; the address says it. */
import { useState } from "react";

import { navigate } from "../../router.js";
import { Button } from "../../ui/Button.js";
import { instead, onText } from "../../ui/events.js";
import { JobSelects } from "../../ui/JobSelects.js";
import { listPath, type ListFilter } from "./jobList.js";

/** Choose a status, a type and a tag. */
export function JobFilters({ filter }: { readonly filter: ListFilter }): React.ReactNode {
  const [tag, setTag] = useState(filter.tag ?? "");
  const go = (change: ListFilter): void => {
    navigate(listPath({ ...filter, ...change }), { replace: true });
  };
  const goToTag = (): void => {
    if (tag.trim() !== (filter.tag ?? "")) go({ tag: tag.trim() || undefined });
  };
  const clear = (): void => {
    setTag("");
    navigate("/jobs", { replace: true });
  };
  return (
    <form
      className="filters no-print"
      role="search"
      aria-label="Filter jobs"
      onSubmit={instead(goToTag)}
    >
      <JobSelects filter={filter} onChange={go} />
      <label>
        <small>Tag</small>
        <input
          type="search"
          value={tag}
          enterKeyHint="search"
          onChange={onText(setTag)}
          onBlur={goToTag}
        />
      </label>
      {Object.values(filter).some(Boolean) && (
        <Button look="small" onClick={clear}>
          Clear filters
        </Button>
      )}
    </form>
  );
}
