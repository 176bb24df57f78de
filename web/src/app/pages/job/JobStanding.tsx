/** What stands below the head as long as there is no result: what is written so far, or what may help. */
import { lazy, Suspense } from "react";

import * as jobPageText from "#messages/jobPage";
import type {
  FailedJob,
  JobDetails,
  JobState,
  QueuedJob,
  RunningJob,
} from "../../../jobs/index.js";
import { firstSentence, isResting, lineOf, triesOf } from "../../jobWords.js";
import { Skeleton } from "../../ui/page.js";
import { useSeconds } from "../../../jobs/react/useSeconds.js";
import type { AsyncState } from "../../useAsync.js";
import { Preview } from "./Preview.js";

/** Few jobs ask: what draws a question is loaded with the first one. */
const JobQuestion = lazy(() => import("./JobQuestion.js"));

interface Props {
  readonly job: JobState;
  /** What was asked and what happened, once it is read. */
  readonly details: AsyncState<JobDetails>;
  readonly onReadAgain: () => void;
}

export function JobStanding({ job, details, onReadAgain }: Props): React.ReactNode {
  switch (job.state) {
    case "succeeded":
      return null;
    case "failed":
      return <Failure job={job} />;
    case "cancelled":
      return (
        <section className="list">
          <h2>{jobPageText.cancelledTitle}</h2>
          <p>{jobPageText.cancelledWhy}</p>
        </section>
      );
    case "running":
      return <SoFar job={job} />;
    case "queued":
      return <Queued job={job} />;
    case "suspended":
      if (job.gather) return null;
      if (!job.question) return <Waiting>{jobPageText.suspendedWhy}</Waiting>;
      return (
        <Suspense fallback={<Skeleton lines={4} />}>
          <JobQuestion
            key={`${job.question.name}:${String(job.question.since.getTime())}`}
            {...{ job, question: job.question, details, onReadAgain }}
          />
        </Suspense>
      );
    case "waiting":
      return <Waiting>{jobPageText.waiting}</Waiting>;
  }
}

function Queued({ job }: { readonly job: QueuedJob }): React.ReactNode {
  const now = useSeconds();
  if (job.error) return <Waiting>{jobPageText.retrying}</Waiting>;
  return <Waiting>{isResting(job, now) ? jobPageText.resting : jobPageText.queued}</Waiting>;
}

function Waiting({ children }: { readonly children: string }): React.ReactNode {
  return (
    <section className="list">
      <p>{children}</p>
      <p className="hint">{jobPageText.mayClose}</p>
      <ToCome />
    </section>
  );
}

function Failure({ job }: { readonly job: FailedJob }): React.ReactNode {
  const [, rest] = firstSentence(lineOf(job));
  return (
    <section className="list">
      <h2>{jobPageText.whatYouCanDo}</h2>
      {rest && <p>{rest}</p>}
      <p>{mayHelp(job)}</p>
    </section>
  );
}

/** What may help a failed job; a part cannot be tried again by itself. */
function mayHelp(job: FailedJob): string {
  if (job.parentId !== undefined) return jobPageText.partFailed;
  return job.error.retriable ? jobPageText.wasTried(triesOf(job).tries) : jobPageText.willNotHelp;
}

function SoFar({ job }: { readonly job: RunningJob }): React.ReactNode {
  return (
    <section className="list" aria-label={jobPageText.progress}>
      <p className="so-far">
        <strong>{jobPageText.soFarTitle}</strong>
        <span className="hint">
          {job.preview ? jobPageText.stillWritten : jobPageText.appearsHere}
        </span>
      </p>
      {job.preview && (
        <div className="preview" role="region" aria-label={jobPageText.writtenSoFar} tabIndex={0}>
          <Preview value={job.preview} />
        </div>
      )}
      <ToCome />
      <p className="hint">{jobPageText.mayClose}</p>
    </section>
  );
}

/** What is still to come, in grey. */
function ToCome(): React.ReactNode {
  return (
    <div className="to-come" aria-hidden="true">
      <div />
      <div />
      <div />
    </div>
  );
}
