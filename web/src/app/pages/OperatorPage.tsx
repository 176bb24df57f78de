/** For operators: how the queue stands, what fails, and everybody's jobs, retried or cancelled. */
import { useCallback, useEffect, useState, type ReactElement } from "react";

import {
  JobsApiError,
  titleOf,
  type ErrorCode,
  type JobStatus,
  type OperatorJob,
  type OperatorOutcome,
  type OperatorOverview,
} from "../../jobs/index.js";
import { useApi } from "../api.js";
import { useSession } from "../auth/signIn.js";
import { JobSelects } from "../ui/JobSelects.js";
import { Note } from "../ui/Note.js";
import { Empty, PageHead, Skeleton, Trouble } from "../ui/page.js";
import { STATE_WORDS, StatusBadge } from "../ui/StatusBadge.js";
import { Ago } from "../ui/times.js";
import { useAsk } from "../useAsk.js";

/** How often it is looked at; everybody's jobs cannot be listened to. */
const LOOK_MS = 5000;

interface Filter {
  readonly status?: JobStatus | undefined;
  readonly type?: string | undefined;
  readonly code?: ErrorCode | undefined;
}

/** The operator's page. Who is no operator is refused by the API; here they are only told so. */
export default function OperatorPage(): ReactElement {
  const { person } = useSession();
  if (!person.isOperator)
    return (
      <Empty title="For operators only">Ask whoever runs this for the claim “operator”.</Empty>
    );
  return <Operator />;
}

function Operator(): ReactElement {
  const api = useApi();
  const [filter, setFilter] = useState<Filter>({ status: "failed" });
  const [overview, lookAgain] = useAsk(useCallback(() => api.overview(), [api]));
  const list = useCallback(() => api.listAll({ ...filter, limit: "50" }), [api, filter]);
  const [page, listAgain] = useAsk(list);
  const again = useCallback(() => {
    lookAgain();
    listAgain();
  }, [lookAgain, listAgain]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") again();
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [again]);
  return (
    <>
      <PageHead title="Operator">
        <button type="button" className="button" onClick={again}>
          Refresh
        </button>
      </PageHead>
      {overview.state === "failed" && <Trouble error={overview.error} onAgain={again} />}
      {overview.state === "loading" && <Skeleton lines={2} />}
      {overview.answer && (
        <Overview overview={overview.answer} filter={filter} onFilter={setFilter} />
      )}
      <section className="card" aria-labelledby="all-jobs">
        <div className="card-head">
          <h2 id="all-jobs">Everybody’s jobs</h2>
          <Filters filter={filter} onFilter={setFilter} />
        </div>
        <Steer filter={filter} onDone={again} />
        {page.state === "failed" && <Trouble error={page.error} onAgain={listAgain} />}
        {page.state === "loading" && <Skeleton lines={5} />}
        {page.answer && (
          <Table jobs={page.answer.jobs} hasMore={page.answer.nextCursor !== undefined} />
        )}
      </section>
    </>
  );
}

function Overview(props: {
  readonly overview: OperatorOverview;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}): ReactElement {
  const { overview, filter, onFilter } = props;
  const largest = Math.max(1, ...overview.failures.map(({ count }) => count));
  return (
    <>
      <ul className="tiles counts" aria-label="Jobs by status">
        {overview.statuses.map(({ status, count }) => (
          <li key={status}>
            <button
              type="button"
              aria-pressed={filter.status === status && !filter.code}
              onClick={() => {
                onFilter({ status });
              }}
            >
              <strong>{count.toLocaleString()}</strong>
              <span>{STATE_WORDS[status]}</span>
              {status === "queued" && overview.waiting > 0 && (
                <small>{overview.waiting} wait their turn</small>
              )}
            </button>
          </li>
        ))}
      </ul>
      <section className="card" aria-labelledby="failures">
        <h2 id="failures">Failures by code</h2>
        {overview.failures.length === 0 && <p className="hint">Nothing has failed.</p>}
        <ul className="share-bars">
          {overview.failures.map(({ code, count }) => (
            <li key={code} data-tone="bad">
              <button
                type="button"
                className="share-label as-link"
                aria-pressed={filter.code === code}
                onClick={() => {
                  onFilter({ status: "failed", code });
                }}
              >
                {code}
              </button>
              <span className="share-track" aria-hidden="true">
                <span style={{ inlineSize: `${((count / largest) * 100).toFixed(1)}%` }} />
              </span>
              <span className="share-value">{count.toLocaleString()}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Filters(props: {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}): ReactElement {
  const { filter, onFilter } = props;
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
        <button
          type="button"
          className="button small"
          onClick={() => {
            onFilter({ ...filter, code: undefined });
          }}
        >
          {filter.code} ✕
        </button>
      )}
    </div>
  );
}

/** What may be done to all the jobs that the filter lets through, after asking once. */
function Steer({
  filter,
  onDone,
}: {
  readonly filter: Filter;
  readonly onDone: () => void;
}): ReactElement | null {
  const api = useApi();
  const [asking, setAsking] = useState<Filter>();
  const [outcome, setOutcome] = useState<OperatorOutcome>();
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const { status, type, code } = filter;
  const wish = { ...(type !== undefined && { type }), ...(code !== undefined && { code }) };
  const isRetry = status === "failed" || status === "cancelled";
  const isCancel = status === "queued" || status === "running";
  if (!isRetry && !isCancel)
    return (
      <p className="hint">
        Queued and running jobs can be cancelled, failed and cancelled ones retried: choose a
        status.
      </p>
    );
  const verb = isRetry ? "Retry" : "Cancel";
  const run = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    setOutcome(undefined);
    try {
      setOutcome(
        await (isRetry ? api.retryAll({ ...wish, status }) : api.cancelAll({ ...wish, status })),
      );
    } catch (caught) {
      setError(caught as Error);
    } finally {
      setBusy(false);
      setAsking(undefined);
      onDone();
    }
  };
  const isAsking = asking === filter;
  return (
    <div className="steer">
      {!isAsking && (
        <button
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() => {
            setAsking(filter);
          }}
        >
          {verb} these jobs
        </button>
      )}
      {isAsking && (
        <span className="confirm" role="group" aria-label={`${verb} up to 50 jobs?`}>
          <span>{verb} up to 50 of them, the newest first?</span>
          <button
            type="button"
            className="button danger"
            disabled={isBusy}
            onClick={() => void run()}
            autoFocus
          >
            {verb}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => {
              setAsking(undefined);
            }}
          >
            Leave them
          </button>
        </span>
      )}
      {outcome && <Note tone="good">{sayOutcome(outcome)}</Note>}
      {error && (
        <Note tone="bad">
          {error instanceof JobsApiError ? error.message : "That did not work."}
        </Note>
      )}
    </div>
  );
}

function sayOutcome({ done, refused, nextCursor }: OperatorOutcome): string {
  const words = { limit: "beyond their owner’s limits", changed: "changed meanwhile" };
  const left = refused.map(({ reason, count }) => `${String(count)} ${words[reason]}`);
  const more = nextCursor === undefined ? [] : ["there are more: do it again"];
  return [`${String(done)} done`, ...left, ...more].join("; ") + ".";
}

function Table(props: {
  readonly jobs: readonly OperatorJob[];
  readonly hasMore: boolean;
}): ReactElement {
  const { jobs, hasMore } = props;
  if (jobs.length === 0) return <p className="hint">No job matches.</p>;
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">Status</th>
            <th scope="col" className="number">
              Attempt
            </th>
            <th scope="col">Submitted</th>
            <th scope="col">Error</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.jobId}>
              <th scope="row">
                {titleOf(job.type)}
                <code>{job.jobId}</code>
              </th>
              <td>
                <StatusBadge state={job.waiting ? "waiting" : job.status} />
              </td>
              <td className="number">
                {job.attempt} of {job.maxAttempts}
              </td>
              <td>
                <Ago time={new Date(job.createdAt)} />
              </td>
              <td>{job.error && `${job.error.code}: ${job.error.message}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {hasMore && <p className="hint">The newest 50 are shown.</p>}
    </div>
  );
}
