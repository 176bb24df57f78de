/** For operators: how the queue stands, what fails, and all users' jobs, retried or cancelled. */
import { useCallback, useEffect, useState } from "react";

import { useSession } from "../../auth/signIn.js";
import { Button } from "../../ui/Button.js";
import { Empty, Loaded, PageHead } from "../../ui/page.js";
import { useAsync } from "../../useAsync.js";
import { BulkActions } from "./BulkActions.js";
import { JobsTable } from "./JobsTable.js";
import "./operator.css";
import { OperatorFilters, type OperatorFilter } from "./OperatorFilters.js";
import { Overview } from "./Overview.js";

/** How often it is read again; other users' jobs cannot be listened to. */
const REFRESH_MS = 5000;

/** The operator's page. The API refuses users who are no operators; here they are only told so. */
export default function OperatorPage(): React.ReactNode {
  const { person } = useSession();
  if (person.isOperator) return <Operator />;
  return (
    <Empty title="For operators only">
      Ask the administrator of this service for the claim “operator”.
    </Empty>
  );
}

function Operator(): React.ReactNode {
  const { api } = useSession();
  const [filter, setFilter] = useState<OperatorFilter>({ status: "failed" });
  const [overview, reloadOverview] = useAsync(useCallback(() => api.overview(), [api]));
  const list = useCallback(() => api.listAll({ ...filter, limit: "50" }), [api, filter]);
  const [page, reloadPage] = useAsync(list);
  const reload = useCallback(() => {
    reloadOverview();
    reloadPage();
  }, [reloadOverview, reloadPage]);
  useRefresh(reload);
  const choice = { filter, onFilter: setFilter };
  return (
    <>
      <PageHead title="Operator">
        <Button onClick={reload}>Refresh</Button>
      </PageHead>
      <Loaded from={overview} lines={2} onAgain={reload}>
        {(value) => <Overview overview={value} {...choice} />}
      </Loaded>
      <section className="card" aria-labelledby="all-jobs">
        <div className="card-head">
          <h2 id="all-jobs">All users’ jobs</h2>
          <OperatorFilters {...choice} />
        </div>
        <BulkActions filter={filter} onDone={reload} />
        <Loaded from={page} lines={5} onAgain={reloadPage}>
          {(value) => <JobsTable jobs={value.jobs} hasMore={value.nextCursor !== undefined} />}
        </Loaded>
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
    return clearInterval.bind(window, timer);
  }, [refresh]);
}
