/** For operators: how the queue stands, what fails, and all users' jobs, retried or cancelled. */
import { useCallback, useEffect, useState, type ReactElement } from "react";

import { useApi } from "../../api.js";
import { useSession } from "../../auth/signIn.js";
import { Button } from "../../ui/Button.js";
import { Empty, PageHead, Skeleton, Trouble } from "../../ui/page.js";
import { useAsync } from "../../useAsync.js";
import { BulkActions } from "./BulkActions.js";
import type { OperatorFilter } from "./filter.js";
import { JobsTable } from "./JobsTable.js";
import "./operator.css";
import { OperatorFilters } from "./OperatorFilters.js";
import { Overview } from "./Overview.js";

/** How often it is read again; other users' jobs cannot be listened to. */
const REFRESH_MS = 5000;

/** The operator's page. The API refuses users who are no operators; here they are only told so. */
export default function OperatorPage(): ReactElement {
  const { person } = useSession();
  if (!person.isOperator)
    return (
      <Empty title="For operators only">
        Ask the administrator of this service for the claim “operator”.
      </Empty>
    );
  return <Operator />;
}

function Operator(): ReactElement {
  const api = useApi();
  const [filter, setFilter] = useState<OperatorFilter>({ status: "failed" });
  const [overview, reloadOverview] = useAsync(useCallback(() => api.overview(), [api]));
  const list = useCallback(() => api.listAll({ ...filter, limit: "50" }), [api, filter]);
  const [page, reloadPage] = useAsync(list);
  const reload = useCallback(() => {
    reloadOverview();
    reloadPage();
  }, [reloadOverview, reloadPage]);
  useRefresh(reload);
  return (
    <>
      <PageHead title="Operator">
        <Button onClick={reload}>Refresh</Button>
      </PageHead>
      {overview.state === "failed" && <Trouble error={overview.error} onAgain={reload} />}
      {overview.state === "loading" && <Skeleton lines={2} />}
      {overview.value && (
        <Overview overview={overview.value} filter={filter} onFilter={setFilter} />
      )}
      <section className="card" aria-labelledby="all-jobs">
        <div className="card-head">
          <h2 id="all-jobs">All users’ jobs</h2>
          <OperatorFilters filter={filter} onFilter={setFilter} />
        </div>
        <BulkActions filter={filter} onDone={reload} />
        {page.state === "failed" && <Trouble error={page.error} onAgain={reloadPage} />}
        {page.state === "loading" && <Skeleton lines={5} />}
        {page.value && (
          <JobsTable jobs={page.value.jobs} hasMore={page.value.nextCursor !== undefined} />
        )}
      </section>
    </>
  );
}

/** Do something again and again while the page is seen. */
function useRefresh(refresh: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [refresh]);
}
