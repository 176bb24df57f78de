/** A job in a list. One that has no news is the same object, and is not drawn again. */
import { memo } from "react";

import * as jobText from "#messages/job";
import * as listText from "#messages/list";
import type { Usual } from "../../../jobs/eta.js";
import { hasEnded, type JobState } from "../../../jobs/index.js";
import { previewText } from "../../../jobs/react/previewText.js";
import { lineOf, nameOf, needsAnswer, runTime } from "../../jobWords.js";
import { useTitles } from "../../jobTypes.js";
import { duration, fullTime, money, percent, shortTime } from "../../messages/intl.js";
import { jobPath, Link } from "../../router.js";
import { JobIcon } from "../../ui/JobIcon.js";
import { ProgressRule } from "../../ui/ProgressRule.js";
import { glyphOf, StateGlyph } from "../../ui/StateGlyph.js";
import { listPath } from "./jobList.js";
import { RowActions, type RowDeeds } from "./RowActions.js";
import { RowWhen } from "./RowWhen.js";

interface Props extends RowDeeds {
  readonly job: JobState;
  readonly usual: Usual | undefined;
  /** Its place in line, where that is known. */
  readonly place: number | undefined;
  /** To the minute: it decides between a time and a day. */
  readonly now: Date;
  /** Whether it is chosen; undefined while nothing is being chosen. */
  readonly isChosen: boolean | undefined;
  readonly onChoose: (jobId: string) => void;
}

export const JobRow = memo(function JobRow(props: Props): React.ReactNode {
  const { job, usual, place, now } = props;
  const titleOf = useTitles();
  const name = nameOf(job);
  return (
    <li
      className="job-row"
      data-state={job.state}
      data-turn={needsAnswer(job)}
      data-chosen={props.isChosen}
    >
      <RowState {...props} name={name} />
      <span className="job-type">
        <JobIcon type={job.type} />
        <span className="one-line">{titleOf(job.type)}</span>
      </span>
      {job.pending === "create" ? (
        <strong className="job-name one-line">{name}</strong>
      ) : (
        <Link className="job-name one-line" href={jobPath(job.jobId)}>
          {name}
        </Link>
      )}
      <RowAnswer job={job} name={name} />
      {job.tags.length > 0 && <Tags tags={job.tags} />}
      {hasEnded(job) ? <RowEnd job={job} now={now} /> : <RowWhen {...{ job, usual, place }} />}
      <RowActions job={job} name={name} onErase={props.onErase} onAttempt={props.onAttempt} />
    </li>
  );
});

function RowState(props: Props & { readonly name: string }): React.ReactNode {
  const { job, name, isChosen, onChoose } = props;
  const glyph = glyphOf(job);
  if (isChosen !== undefined)
    return (
      <label className="job-pick">
        <input
          type="checkbox"
          aria-label={listText.chooseOne(name)}
          checked={isChosen}
          onChange={onChoose.bind(null, job.jobId)}
        />
      </label>
    );
  return (
    <span className="job-state">
      <StateGlyph glyph={glyph} percent={job.state === "running" ? job.progress.percent : 0} />
      <span className="visually-hidden">{jobText.STATES[glyph]}</span>
    </span>
  );
}

function RowAnswer({ job, name }: { readonly job: JobState; readonly name: string }) {
  const line = lineOf(job);
  if (job.state !== "running" || job.isCancelling)
    return (
      <p className="job-answer one-line" title={line}>
        {line}
      </p>
    );
  const preview = previewText(job.preview, 90);
  return (
    <div className="job-answer">
      <p className="one-line">
        {line} <strong>{percent(job.progress.percent / 100)}</strong>
        {preview && <small> {listText.preview(preview)}</small>}
      </p>
      <ProgressRule percent={job.progress.percent} label={name} />
    </div>
  );
}

/** What it cost, how long it ran, and when it was asked for. */
function RowEnd({ job, now }: { readonly job: JobState; readonly now: Date }): React.ReactNode {
  const took = runTime(job);
  const cost = job.usage?.costUsd ?? 0;
  return (
    <>
      <span className="job-cost">{cost > 0 && money(cost)}</span>
      <span className="job-took">{took !== undefined && duration(took)}</span>
      <time
        className="job-time"
        dateTime={job.createdAt.toISOString()}
        title={fullTime(job.createdAt)}
      >
        {shortTime(job.createdAt, now)}
      </time>
    </>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }): React.ReactNode {
  return (
    <ul className="tags" aria-label={jobText.tags}>
      {tags.map((tag) => (
        <li key={tag} className="one-line">
          <Link href={listPath({ tag })}>{tag}</Link>
        </li>
      ))}
    </ul>
  );
}
