/** What stands beside a job: what happened to it, and what was asked for. */
import type { JobDetails, JobState } from "../../../jobs/index.js";
import { ValueView } from "../../results/parts/ValueView.js";
import { Trouble } from "../../ui/page.js";
import type { AsyncState } from "../../useAsync.js";
import { timelineOf } from "./timeline.js";
import "./timeline.css";

interface Props {
  readonly job: JobState;
  readonly details: AsyncState<JobDetails>;
  readonly onReadAgain: () => void;
}

export function JobSide({ job, details, onReadAgain }: Props): React.ReactNode {
  return (
    <aside className="job-side stack no-print" aria-label="About this job">
      <section className="list">
        <h2>Timeline</h2>
        <Timeline job={job} details={details.value} />
      </section>
      {details.value && (
        <section className="list">
          <h2>What was asked</h2>
          <Request details={details.value} />
        </section>
      )}
      {details.state === "failed" && !details.value && (
        <Trouble error={details.error} onAgain={onReadAgain} />
      )}
    </aside>
  );
}

function Timeline(props: {
  readonly job: JobState;
  readonly details: JobDetails | undefined;
}): React.ReactNode {
  return (
    <ol className="timeline">
      {timelineOf(props.job, props.details?.attempts ?? []).map(({ title, detail, at, tone }) => (
        <li key={title} data-tone={tone}>
          <strong>{title}</strong>
          {detail && <span>{detail}</span>}
          {at && <time dateTime={at.toISOString()}>{at.toLocaleString()}</time>}
        </li>
      ))}
    </ol>
  );
}

function Request({ details }: { readonly details: JobDetails }): React.ReactNode {
  const file = "file" in details ? details.file : undefined;
  return <ValueView value={{ ...details.input, ...(file && { file: file.name }) }} isCompact />;
}
