/** My jobs: filtered, in pages, and live. */
import type { ReactElement } from "react";

import { useBackgroundJobs } from "../../../jobs/index.js";
import { Link } from "../../router.js";
import { Button } from "../../ui/Button.js";
import { Empty, PageHead, Skeleton, Trouble } from "../../ui/page.js";
import { JobFilters } from "./JobFilters.js";
import { listPath, mergeJobs, readFilter, type ListFilter } from "./jobList.js";
import { JobRow } from "./JobRow.js";
import "./jobs.css";
import { useJobPages } from "./useJobPages.js";

const LIVE = 50;

interface FilterProps {
  readonly filter: ListFilter;
}

/** The list of my jobs. */
export function JobsPage({ query }: { readonly query: URLSearchParams }): ReactElement {
  const filter = readFilter(query);
  return (
    <>
      <PageHead title="My jobs">
        <Link className="button primary" href="/new">
          New analysis
        </Link>
      </PageHead>
      <JobFilters filter={filter} />
      <List key={listPath(filter)} filter={filter} />
    </>
  );
}

function List({ filter }: FilterProps): ReactElement {
  const pages = useJobPages(filter);
  const { jobs: live, isKnown } = useBackgroundJobs({ limit: LIVE, includeDismissed: true });
  const jobs = mergeJobs(pages.jobs, live, filter, pages.isComplete);
  if (jobs.length === 0 && pages.first.state === "loading") return <Skeleton lines={6} />;
  if (jobs.length === 0 && pages.first.state === "failed" && !isKnown)
    return <Trouble error={pages.first.error} onAgain={pages.readAgain} />;
  if (jobs.length === 0) return <NoJobs filter={filter} />;
  return (
    <>
      <ul className="jobs" aria-label="Jobs">
        {jobs.map((job) => (
          <JobRow key={job.jobId} job={job} />
        ))}
      </ul>
      {pages.moreError && <Trouble error={pages.moreError} onAgain={pages.readMore} />}
      {pages.hasMore && !pages.moreError && (
        <Button look="wide" onClick={pages.readMore}>
          Show older jobs
        </Button>
      )}
    </>
  );
}

function NoJobs({ filter }: FilterProps): ReactElement {
  if (Object.values(filter).some(Boolean))
    return <Empty title="No job matches">Take a filter away to see more.</Empty>;
  const start = (
    <Link className="button primary" href="/new">
      Start your first analysis
    </Link>
  );
  return (
    <Empty title="No jobs yet" action={start}>
      What you start shows up here, live, and stays for 90 days.
    </Empty>
  );
}
