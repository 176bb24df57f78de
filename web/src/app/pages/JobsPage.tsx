/** My jobs: filtered, in pages, and live. */
import { memo, useCallback, useState, type ReactElement, type SyntheticEvent } from "react";

import { hasEnded, readJob, titleOf, useBackgroundJobs, type JobState } from "../../jobs/index.js";
import { useApi } from "../api.js";
import { jobPath, Link, navigate } from "../router.js";
import { JobIcon } from "../ui/JobIcon.js";
import { JobSelects } from "../ui/JobSelects.js";
import { Empty, PageHead, Skeleton, Trouble } from "../ui/page.js";
import { StatusBadge } from "../ui/StatusBadge.js";
import { Ago } from "../ui/times.js";
import { useAsk } from "../useAsk.js";
import { listPath, mergeJobs, readFilter, type ListFilter } from "./jobList.js";

const LIVE = 50;

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
      <Filters filter={filter} />
      <List key={listPath(filter)} filter={filter} />
    </>
  );
}

function Filters({ filter }: { readonly filter: ListFilter }): ReactElement {
  const [tag, setTag] = useState(filter.tag ?? "");
  const go = (change: ListFilter): void => {
    navigate(listPath({ ...filter, ...change }), { replace: true });
  };
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    go({ tag: tag.trim() || undefined });
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
            if (tag.trim() !== (filter.tag ?? "")) go({ tag: tag.trim() || undefined });
          }}
        />
      </label>
      {isFiltered && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            setTag("");
            navigate("/jobs", { replace: true });
          }}
        >
          Clear filters
        </button>
      )}
    </form>
  );
}

interface Page {
  readonly jobs: readonly JobState[];
  readonly nextCursor?: string | undefined;
}

function List({ filter }: { readonly filter: ListFilter }): ReactElement {
  const api = useApi();
  const { status, type, tag } = filter;
  const read = useCallback(
    async (cursor?: string): Promise<Page> => {
      const page = await api.list({ status, type, tag, cursor });
      return {
        jobs: page.jobs.flatMap(
          (job) => readJob(job as typeof job & Record<string, unknown>) ?? [],
        ),
        nextCursor: page.nextCursor,
      };
    },
    [api, status, type, tag],
  );
  const [first, again] = useAsk(useCallback(() => read(), [read]));
  const [more, setMore] = useState<readonly Page[]>([]);
  const [moreError, setMoreError] = useState<Error>();
  const { jobs: live, isKnown } = useBackgroundJobs({ limit: LIVE, includeDismissed: true });

  const pages = first.answer ? [first.answer, ...more] : [];
  const nextCursor = pages.at(-1)?.nextCursor;
  const isComplete = first.answer !== undefined && nextCursor === undefined;
  const jobs = mergeJobs(
    pages.flatMap((page) => page.jobs),
    live,
    filter,
    isComplete,
  );
  const onMore = (): void => {
    setMoreError(undefined);
    read(nextCursor).then(
      (page) => {
        setMore([...more, page]);
      },
      (error: unknown) => {
        setMoreError(error as Error);
      },
    );
  };

  if (jobs.length === 0 && first.state === "loading") return <Skeleton lines={6} />;
  if (jobs.length === 0 && first.state === "failed" && !isKnown)
    return <Trouble error={first.error} onAgain={again} />;
  if (jobs.length === 0) return <NoJobs filter={filter} />;
  return (
    <>
      <ul className="jobs" aria-label="Jobs">
        {jobs.map((job) => (
          <Row key={job.jobId} job={job} />
        ))}
      </ul>
      {moreError && <Trouble error={moreError} onAgain={onMore} />}
      {nextCursor !== undefined && !moreError && (
        <button type="button" className="button wide" onClick={onMore}>
          Show older jobs
        </button>
      )}
    </>
  );
}

function NoJobs({ filter }: { readonly filter: ListFilter }): ReactElement {
  if (Object.values(filter).some(Boolean))
    return <Empty title="No job matches">Take a filter away to see more.</Empty>;
  return (
    <Empty
      title="No jobs yet"
      action={
        <Link className="button primary" href="/new">
          Start your first analysis
        </Link>
      }
    >
      What you start shows up here, live, and stays for 90 days.
    </Empty>
  );
}

/** A job that has no news is the same object, and is not drawn again. */
const Row = memo(function Row({ job }: { readonly job: JobState }): ReactElement {
  const isSent = job.pending === "create";
  const title = titleOf(job.type);
  return (
    <li className="job-row" data-state={job.state}>
      <JobIcon type={job.type} />
      <div className="job-words">
        {isSent ? <strong>{title}</strong> : <Link href={jobPath(job.jobId)}>{title}</Link>}
        <p>{sentenceOf(job)}</p>
        {job.state === "running" && <Bar percent={job.progress.percent} label={title} />}
        {job.tags.length > 0 && (
          <ul className="tags" aria-label="Tags">
            {job.tags.map((tag) => (
              <li key={tag}>
                <Link href={listPath({ tag })}>{tag}</Link>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="job-end">
        <StatusBadge state={job.state} />
        <Ago time={hasEnded(job) ? job.finishedAt : job.createdAt} />
      </div>
    </li>
  );
});

/** A progress bar. */
export function Bar(props: { readonly percent: number; readonly label: string }): ReactElement {
  const percent = Math.round(props.percent);
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div style={{ inlineSize: `${String(percent)}%` }} />
    </div>
  );
}

/** Say how a job stands. */
export function sentenceOf(job: JobState): string {
  switch (job.state) {
    case "queued":
      if (job.pending === "create") return "Sending…";
      return job.error ? `${job.error.message} It is tried again.` : "About to start.";
    case "waiting":
      return "Waits for your other jobs.";
    case "running":
      return job.isCancelling ? "Stopping…" : job.progress.message || "Working…";
    case "succeeded":
      return job.summary;
    case "failed":
      return job.error.message;
    case "cancelled":
      return "You cancelled this.";
  }
}
