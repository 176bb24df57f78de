/** My jobs: filtered, in pages, and live. */
import { useBackgroundJobs } from "../../../jobs/index.js";
import { Button } from "../../ui/Button.js";
import { Empty, MainLink, PageHead, Skeleton, Trouble } from "../../ui/page.js";
import { JobFilters } from "./JobFilters.js";
import { listPath, mergeJobs, readFilter, type ListFilter } from "./jobList.js";
import { JobRow } from "./JobRow.js";
import "./jobs.css";
import { useJobPages } from "./useJobPages.js";

const LIVE = 50;

interface FilterProps {
  readonly filter: ListFilter;
}

export function JobsPage({ query }: { readonly query: URLSearchParams }): React.ReactNode {
  const filter = readFilter(query);
  return (
    <>
      <PageHead title="My jobs">
        <MainLink to="/new">New analysis</MainLink>
      </PageHead>
      <JobFilters filter={filter} />
      <List key={listPath(filter)} filter={filter} />
    </>
  );
}

function List({ filter }: FilterProps): React.ReactNode {
  const { first, readAgain, more, readMore, ...pages } = useJobPages(filter);
  const { jobs: live, isKnown } = useBackgroundJobs({ limit: LIVE, includeDismissed: true });
  const jobs = mergeJobs(pages.jobs, live, filter, pages.isComplete);
  if (jobs.length === 0) {
    if (first.state === "loading") return <Skeleton lines={6} />;
    if (first.state === "ready" || isKnown) return <NoJobs filter={filter} />;
    return <Trouble error={first.error} onAgain={readAgain} />;
  }
  return (
    <>
      <ul className="jobs" aria-label="Jobs">
        {jobs.map((job) => (
          <JobRow key={job.jobId} job={job} />
        ))}
      </ul>
      {more.error && <Trouble error={more.error} onAgain={readMore} />}
      {pages.hasMore && !more.error && (
        <Button look="wide" onClick={readMore}>
          Show older jobs
        </Button>
      )}
    </>
  );
}

function NoJobs({ filter }: FilterProps): React.ReactNode {
  if (Object.values(filter).some(Boolean))
    return <Empty title="No job matches">Take a filter away to see more.</Empty>;
  return (
    <Empty title="No jobs yet" action={<MainLink to="/new">Start your first analysis</MainLink>}>
      What you start shows up here, live, and stays for 90 days.
    </Empty>
  );
}
