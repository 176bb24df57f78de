/** What stands below the head as long as there is no result: what is written so far, or what may help. */
import * as jobPageText from "#messages/jobPage";
import type { FailedJob, JobState, RunningJob } from "../../../jobs/index.js";
import { firstSentence, lineOf } from "../../jobWords.js";
import { Preview } from "./Preview.js";

interface Props {
  readonly job: JobState;
}

export function JobStanding({ job }: Props): React.ReactNode {
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
      return <Waiting>{job.error ? jobPageText.retrying : jobPageText.queued}</Waiting>;
    case "waiting":
      return <Waiting>{jobPageText.waiting}</Waiting>;
  }
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
  const times = job.maxAttempts > 1 ? job.attempt : 1;
  return (
    <section className="list">
      <h2>{jobPageText.whatYouCanDo}</h2>
      {rest && <p>{rest}</p>}
      <p>{job.error.retriable ? jobPageText.wasTried(times) : jobPageText.willNotHelp}</p>
    </section>
  );
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
