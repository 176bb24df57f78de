/** All users' jobs by filter, and what may be done to all that it lets through. */
import { useCallback } from "react";

import type { OperatorJobPage } from "../../apiTypes.js";
import { useSession } from "../../auth/signIn.js";
import { Link, navigate } from "../../router.js";
import { JobSelects } from "../../ui/JobSelects.js";
import { Loaded, PageHead } from "../../ui/page.js";
import { useAsync } from "../../useAsync.js";
import { BulkActions } from "./BulkActions.js";
import { listPath, readFilter, type OperatorFilter } from "./console.js";
import { JobsTable } from "./JobsTable.js";
import { useRefresh } from "./useRefresh.js";

const REFRESH_MS = 5_000;

export function JobsView({ query }: { readonly query: URLSearchParams }): React.ReactNode {
  const { api, person } = useSession();
  const search = query.toString();
  const load = useCallback(
    () => api.listAll({ ...readFilter(new URLSearchParams(search)), limit: "50" }),
    [api, search],
  );
  const [page, reload] = useAsync<OperatorJobPage>(load);
  useRefresh(REFRESH_MS, reload);
  const filter = readFilter(query);
  const total = page.value?.total;
  return (
    <>
      <PageHead title="All users’ jobs" beside={total?.toLocaleString()}>
        <Filters filter={filter} />
      </PageHead>
      {person.isOperator && (
        <BulkActions key={search} filter={filter} total={total ?? 0} onDone={reload} />
      )}
      <Loaded from={page} lines={5} onAgain={reload}>
        {(value) => <JobsTable jobs={value.jobs} hasMore={value.nextCursor !== undefined} />}
      </Loaded>
    </>
  );
}

/** Choose a status and a type; an error's code is chosen among the failures, and cleared here. */
function Filters({ filter }: { readonly filter: OperatorFilter }): React.ReactNode {
  const { code, ...others } = filter;
  const change = (chosen: OperatorFilter): void => {
    navigate(listPath({ ...("status" in chosen ? others : filter), ...chosen }));
  };
  return (
    <div className="filters" role="group" aria-label="Filter jobs">
      <JobSelects filter={filter} onChange={change} />
      {code && (
        <Link className="button small" href={listPath(others)} aria-label={`Not only ${code}`}>
          {code} ✕
        </Link>
      )}
    </div>
  );
}
