/** A job: how it stands, what it has written so far, what came of it, and what happened on the way. */
import { lazy, Suspense, useCallback, useState, type ReactElement, type ReactNode } from "react";

import {
  hasEnded,
  titleOf,
  useBackgroundJobs,
  useJob,
  useJobResult,
  type JobDetails,
  type JobState,
} from "../../jobs/index.js";
import { useApi } from "../api.js";
import { ValueView } from "../results/ValueView.js";
import { Link, navigate } from "../router.js";
import { Empty, PageHead, Skeleton, Trouble } from "../ui/page.js";
import { StatusBadge } from "../ui/StatusBadge.js";
import { Ago } from "../ui/times.js";
import { useAsk } from "../useAsk.js";
import { Bar, sentenceOf } from "./JobsPage.js";
import { timelineOf } from "./timeline.js";

const Result = lazy(() => import("../results/Result.js"));

/** A job's page. */
export default function JobPage({ jobId }: { readonly jobId: string }): ReactElement {
  const { job, isMissing, connection } = useJob(jobId);
  if (isMissing)
    return (
      <Empty
        title="There is no such job"
        action={
          <Link className="button primary" href="/jobs">
            My jobs
          </Link>
        }
      >
        It was erased, or it is somebody else’s.
      </Empty>
    );
  if (!job && connection.state === "offline")
    return <Empty title="You are offline">This job was not seen on this device before.</Empty>;
  if (!job) return <Skeleton lines={8} />;
  return <Job job={job} />;
}

function Job({ job }: { readonly job: JobState }): ReactElement {
  const api = useApi();
  const { jobId, attempt, state } = job;
  // Asked again when an attempt or the job ends: then there is more to read.
  const about = `${state} ${String(attempt)}`;
  const read = useCallback(() => api.read(jobId), [api, jobId, about]); // eslint-disable-line react-hooks/exhaustive-deps
  const [details, again] = useAsk<JobDetails>(read);
  const title = titleOf(job.type);
  return (
    <article className="job">
      <PageHead
        title={title}
        above={
          <Link className="back no-print" href="/jobs">
            My jobs
          </Link>
        }
      >
        <Actions job={job} />
      </PageHead>
      <p className="job-line">
        <StatusBadge state={job.state} />
        <span>
          Started <Ago time={job.createdAt} />
        </span>
        {job.tags.map((tag) => (
          <span key={tag} className="tag">
            {tag}
          </span>
        ))}
      </p>
      <div className="job-columns">
        <div className="job-main">
          <Standing job={job} title={title} />
          {job.state === "succeeded" && <JobResult jobId={jobId} type={job.type} />}
        </div>
        <aside className="job-side" aria-label="About this job">
          <Side title="Timeline">
            <Timeline job={job} details={details.answer} />
          </Side>
          {details.answer && (
            <Side title="What was asked">{<Asked details={details.answer} />}</Side>
          )}
          {details.state === "failed" && !details.answer && (
            <Trouble error={details.error} onAgain={again} />
          )}
        </aside>
      </div>
    </article>
  );
}

function Standing(props: { readonly job: JobState; readonly title: string }): ReactElement | null {
  const { job, title } = props;
  if (job.state === "succeeded") return null;
  if (job.state === "failed")
    return (
      <div className="note" data-tone="bad">
        <h2>This did not work</h2>
        <p>{job.error.message}</p>
        <p className="hint">
          {job.error.retriable
            ? "It was tried several times. Trying again later may help; finished steps are kept."
            : "Trying again as it is will not help: change what you asked for."}
        </p>
      </div>
    );
  if (job.state === "cancelled")
    return (
      <Empty title="You cancelled this">
        Nothing more happens. Run it again, and finished steps are not paid for twice.
      </Empty>
    );
  const percent = job.state === "running" ? job.progress.percent : 0;
  return (
    <section className="card" aria-label="Progress">
      <p className="progress-line">
        <strong>{sentenceOf(job)}</strong>
        {job.state === "running" && <span>{Math.round(percent)} %</span>}
      </p>
      <Bar percent={percent} label={title} />
      <p className="hint">You can leave this page: it goes on, and you are told when it is done.</p>
      {job.state === "running" && job.preview && (
        <div className="preview" role="region" aria-label="What is written so far" tabIndex={0}>
          <ValueView value={job.preview} />
        </div>
      )}
    </section>
  );
}

function JobResult({
  jobId,
  type,
}: {
  readonly jobId: string;
  readonly type: string;
}): ReactElement {
  const result = useJobResult<string>(jobId);
  switch (result.state) {
    case "failed":
      return <Trouble error={result.error} />;
    case "none":
    case "loading":
      return <Skeleton lines={10} />;
    case "ready":
      return (
        <Suspense fallback={<Skeleton lines={10} />}>
          <Result type={type} result={result.result} />
          <div className="actions result-actions no-print">
            <button
              type="button"
              className="button"
              onClick={() => {
                print();
              }}
            >
              Print
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                download(`${type}.json`, JSON.stringify(result.result, null, 2));
              }}
            >
              Download as JSON
            </button>
          </div>
        </Suspense>
      );
  }
}

/** Have the browser save a text as a file. */
function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function Actions({ job }: { readonly job: JobState }): ReactElement {
  const api = useApi();
  const { cancelJob, retryJob } = useBackgroundJobs();
  const [trouble, setTrouble] = useState<Error>();
  const [isErasing, setErasing] = useState(false);
  const run = (wish: () => Promise<unknown>) => (): void => {
    setTrouble(undefined);
    wish().catch((error: unknown) => {
      setTrouble(error as Error);
    });
  };
  const erase = run(async () => {
    await api.erase(job.jobId);
    navigate("/jobs");
  });
  const isSent = job.pending !== undefined;
  const isStopping = job.state === "running" && job.isCancelling;
  return (
    <>
      {!hasEnded(job) && (
        <button
          type="button"
          className="button"
          disabled={isSent || isStopping}
          onClick={run(() => cancelJob(job.jobId))}
        >
          {isStopping ? "Stopping…" : "Cancel"}
        </button>
      )}
      {(job.state === "failed" || job.state === "cancelled") && (
        <button
          type="button"
          className="button primary"
          disabled={isSent}
          onClick={run(() => retryJob(job.jobId))}
        >
          Try again
        </button>
      )}
      {hasEnded(job) && !isErasing && (
        <Link className="button" href={`/new/${job.type}?from=${encodeURIComponent(job.jobId)}`}>
          Change and run again
        </Link>
      )}
      {hasEnded(job) && !isErasing && (
        <button
          type="button"
          className="button"
          onClick={() => {
            setErasing(true);
          }}
        >
          Delete
        </button>
      )}
      {hasEnded(job) && isErasing && (
        <span className="confirm" role="group" aria-label="Delete for good?">
          <span>Delete for good?</span>
          <button type="button" className="button danger" onClick={erase} autoFocus>
            Delete
          </button>
          <button
            type="button"
            className="button"
            onClick={() => {
              setErasing(false);
            }}
          >
            Keep
          </button>
        </span>
      )}
      {trouble && <Trouble error={trouble} />}
    </>
  );
}

function Side(props: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <section className="side">
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

function Timeline(props: {
  readonly job: JobState;
  readonly details: JobDetails | undefined;
}): ReactElement {
  const moments = timelineOf(props.job, props.details?.attempts ?? []);
  return (
    <ol className="timeline">
      {moments.map(({ title, detail, at, tone }) => (
        <li key={title} data-tone={tone}>
          <strong>{title}</strong>
          {detail && <span>{detail}</span>}
          {at && <time dateTime={at.toISOString()}>{at.toLocaleString()}</time>}
        </li>
      ))}
    </ol>
  );
}

function Asked({ details }: { readonly details: JobDetails }): ReactElement {
  const file = "file" in details ? details.file : undefined;
  return <ValueView value={{ ...details.input, ...(file && { file: file.name }) }} isCompact />;
}
