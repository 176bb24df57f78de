/** What stands beside a job: what happened to it, and what was asked for. */
import * as jobText from "#messages/job";
import * as jobPageText from "#messages/jobPage";
import type { JobDetails, JobState } from "../../../jobs/index.js";
import { exactTime, fullTime } from "../../messages/intl.js";
import { ValueView } from "../../results/parts/ValueView.js";
import { listPath } from "../jobs/jobList.js";
import { Link } from "../../router.js";
import { Trouble } from "../../ui/page.js";
import { glyphOf, StateGlyph } from "../../ui/StateGlyph.js";
import type { AsyncState } from "../../useAsync.js";
import type { Step } from "./steps.js";
import { timelineOf } from "./timeline.js";
import "./timeline.css";

interface Props {
  readonly job: JobState;
  readonly details: AsyncState<JobDetails>;
  readonly steps: readonly Step[];
  readonly onReadAgain: () => void;
}

export function JobSide({ job, details, steps, onReadAgain }: Props): React.ReactNode {
  return (
    <aside className="job-side stack no-print" aria-label={jobText.aboutThisJob}>
      <section className="list">
        <h2>{jobPageText.whatHappened}</h2>
        <Timeline job={job} details={details.value} steps={steps} />
      </section>
      {details.value && (
        <section className="list">
          <h2>{jobPageText.whatWasAsked}</h2>
          <Request details={details.value} />
          {job.tags.length > 0 && <Tags tags={job.tags} />}
        </section>
      )}
      {/* Where it asks, that stands in place of the form. */}
      {details.state === "failed" && !details.value && glyphOf(job) !== "turn" && (
        <Trouble error={details.error} onAgain={onReadAgain} />
      )}
    </aside>
  );
}

function Timeline(props: {
  readonly job: JobState;
  readonly details: JobDetails | undefined;
  readonly steps: readonly Step[];
}): React.ReactNode {
  const { job, details, steps } = props;
  return (
    <ol className="timeline">
      {timelineOf(job, details?.attempts ?? [], steps).map(({ title, detail, at, glyph }) => (
        <li key={title}>
          <StateGlyph glyph={glyph} percent={job.state === "running" ? job.progress.percent : 0} />
          <strong>{title}</strong>
          {detail && <span>{detail}</span>}
          {at && (
            <time dateTime={at.toISOString()} title={fullTime(at)}>
              {exactTime(at)}
            </time>
          )}
        </li>
      ))}
    </ol>
  );
}

function Request({ details }: { readonly details: JobDetails }): React.ReactNode {
  const file = "file" in details ? details.file : undefined;
  return <ValueView value={{ ...details.input, ...(file && { file: file.name }) }} isCompact />;
}

function Tags({ tags }: { readonly tags: readonly string[] }): React.ReactNode {
  return (
    <div>
      <p className="hint">{jobText.tags}</p>
      <ul className="tags" aria-label={jobText.tags}>
        {tags.map((tag) => (
          <li key={tag}>
            <Link href={listPath({ tag })}>{tag}</Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
