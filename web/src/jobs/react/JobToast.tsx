"use client";
/** One job, as a row of the notifications. Rendered again only when this job has changed. */
import { memo, useId } from "react";

import { hasEnded, type RunningJob } from "../model/jobState.js";
import { jobName } from "./jobLabels.js";
import { ToastActions } from "./ToastActions.js";
import { ToastEta } from "./ToastEta.js";
import type { JobToastProps } from "./notificationProps.js";
import { previewText } from "./previewText.js";
import { relativePast } from "./relativeTime.js";
import { StateShape } from "./StateShape.js";

/** One job, as a row. */
export const JobToast = memo(function JobToast(props: JobToastProps): React.ReactNode {
  const { job, labels, locale, now, onDismiss } = props;
  const titleId = useId();
  const title = jobName(job, labels);
  const asked = job.state === "suspended" ? job.question?.since : undefined;
  const at = hasEnded(job) ? job.finishedAt : (asked ?? job.createdAt);
  return (
    <li
      className="clj-toast"
      data-job-id={job.jobId}
      data-state={job.state}
      data-pending={job.pending}
      tabIndex={-1}
      aria-labelledby={titleId}
    >
      <StateShape job={job} />
      <div className="clj-body">
        <p className="clj-head">
          <strong id={titleId}>{title}</strong>
          <time dateTime={at.toISOString()} title={at.toLocaleString(locale)}>
            {relativePast(at, now, locale)}
          </time>
        </p>
        <p className="clj-status">{labels.status(job)}</p>
        {!hasEnded(job) && (
          <ToastEta {...{ job, labels }} usual={props.usual} place={props.place} />
        )}
        {job.state === "running" && (
          <Progress job={job} titleId={titleId} status={labels.status(job)} />
        )}
        <ToastActions {...props} title={title} />
      </div>
      <button
        type="button"
        className="clj-dismiss"
        aria-label={`${labels.dismiss}: ${title}`}
        onClick={onDismiss.bind(null, job.jobId)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M6 6l12 12M18 6L6 18" />
        </svg>
      </button>
    </li>
  );
});

function Progress(props: {
  readonly job: RunningJob;
  readonly titleId: string;
  readonly status: string;
}): React.ReactNode {
  const { job, titleId, status } = props;
  const percent = Math.round(job.progress.percent);
  const preview = previewText(job.preview, 120);
  return (
    <>
      <div
        className="clj-bar"
        role="progressbar"
        aria-labelledby={titleId}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${String(percent)}%: ${status}`}
      >
        <div className="clj-fill" style={{ inlineSize: `${String(percent)}%` }} />
      </div>
      {preview && <p className="clj-preview">{preview}</p>}
    </>
  );
}
