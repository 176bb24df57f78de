/** What stands below the head as long as there is no result: what is written so far, or what may help. */
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
          <h2>You cancelled this</h2>
          <p>Nothing more happens. Run it again, and finished steps are not paid for twice.</p>
        </section>
      );
    case "running":
      return <SoFar job={job} />;
    case "queued":
      return <Waiting>{job.error ? RETRYING : QUEUED}</Waiting>;
    case "waiting":
      return <Waiting>{WAITING}</Waiting>;
  }
}

const QUEUED = "A worker takes it up within seconds. What it finds appears here while it works.";
const WAITING =
  "So many of your jobs may run at once, and they do. This one starts by itself when one of them is done.";
const RETRYING =
  "Nothing is lost: finished steps are kept, and the next attempt goes on from there.";

function Waiting({ children }: { readonly children: string }): React.ReactNode {
  return (
    <section className="list">
      <p>{children}</p>
      <p className="hint">You can close this page. It goes on, and the result waits in My jobs.</p>
      <ToCome />
    </section>
  );
}

function Failure({ job }: { readonly job: FailedJob }): React.ReactNode {
  const [, rest] = firstSentence(lineOf(job));
  const tries = job.maxAttempts > 1 && job.attempt > 1 ? `, ${String(job.attempt)} times` : "";
  return (
    <section className="list">
      <h2>What you can do</h2>
      {rest && <p>{rest}</p>}
      <p>
        {job.error.retriable
          ? `It was tried${tries}. Trying again later may help; finished steps are kept.`
          : "Trying it again as it is will not help. Change what you asked for: the form begins with it."}
      </p>
    </section>
  );
}

function SoFar({ job }: { readonly job: RunningJob }): React.ReactNode {
  return (
    <section className="list" aria-label="Progress">
      <p className="so-far">
        <strong>So far</strong>
        <span className="hint">
          {job.preview
            ? "The words are still being written."
            : "What it finds appears here while it works."}
        </span>
      </p>
      {job.preview && (
        <div className="preview" role="region" aria-label="What is written so far" tabIndex={0}>
          <Preview value={job.preview} />
        </div>
      )}
      <ToCome />
      <p className="hint">You can close this page. It goes on, and the result waits in My jobs.</p>
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
