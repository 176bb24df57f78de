/** What stands beside a job: what happened to it, and what was asked for. */
import type { ReactElement, ReactNode } from "react";

import type { JobDetails, JobState } from "../../../jobs/index.js";
import { ValueView } from "../../results/parts/ValueView.js";
import { Trouble } from "../../ui/page.js";
import type { AsyncState } from "../../useAsync.js";
import { timelineOf } from "./timeline.js";
import "./timeline.css";

/** What stands beside a job. */
export function JobSide(props: {
  readonly job: JobState;
  readonly details: AsyncState<JobDetails>;
  readonly onReadAgain: () => void;
}): ReactElement {
  const { job, details, onReadAgain } = props;
  return (
    <aside className="job-side" aria-label="About this job">
      <Side title="Timeline">
        <Timeline job={job} details={details.value} />
      </Side>
      {details.value && (
        <Side title="What was asked">
          <Request details={details.value} />
        </Side>
      )}
      {details.state === "failed" && !details.value && (
        <Trouble error={details.error} onAgain={onReadAgain} />
      )}
    </aside>
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

function Request({ details }: { readonly details: JobDetails }): ReactElement {
  const file = "file" in details ? details.file : undefined;
  return <ValueView value={{ ...details.input, ...(file && { file: file.name }) }} isCompact />;
}
