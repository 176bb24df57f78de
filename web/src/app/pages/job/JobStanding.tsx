/** How a job stands, as long as there is no result: its progress, its failure, or that it was cancelled. */
import { ENGLISH, type JobState } from "../../../jobs/index.js";
import { ValueView } from "../../results/parts/ValueView.js";
import { Bar } from "../../ui/Bar.js";
import { Empty } from "../../ui/page.js";

interface Props {
  readonly job: JobState;
  readonly title: string;
}

export function JobStanding({ job, title }: Props): React.ReactNode {
  switch (job.state) {
    case "succeeded":
      return null;
    case "failed":
      return <Failure message={job.error.message} isRetriable={job.error.retriable} />;
    case "cancelled":
      return (
        <Empty title="You cancelled this">
          Nothing more happens. Run it again, and finished steps are not paid for twice.
        </Empty>
      );
    case "queued":
    case "waiting":
    case "running":
      return <Progress job={job} title={title} />;
  }
}

function Failure(props: {
  readonly message: string;
  readonly isRetriable: boolean;
}): React.ReactNode {
  return (
    <div className="note" data-tone="bad">
      <h2>This did not work</h2>
      <p>{props.message}</p>
      <p className="hint">
        {props.isRetriable
          ? "It was tried several times. Trying again later may help; finished steps are kept."
          : "Trying again as it is will not help: change what you asked for."}
      </p>
    </div>
  );
}

function Progress({ job, title }: Props): React.ReactNode {
  const running = job.state === "running" ? job : undefined;
  const percent = running?.progress.percent ?? 0;
  return (
    <section className="card" aria-label="Progress">
      <p className="progress-line">
        <strong>{ENGLISH.status(job)}</strong>
        {running && <span className="number">{Math.round(percent)} %</span>}
      </p>
      <Bar percent={percent} label={title} />
      <p className="hint">You can leave this page: it goes on, and you are told when it is done.</p>
      {running?.preview && (
        <div className="preview" role="region" aria-label="What is written so far" tabIndex={0}>
          <ValueView value={running.preview} />
        </div>
      )}
    </section>
  );
}
