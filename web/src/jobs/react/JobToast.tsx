/** One job, as a toast. Rendered again only when this job has changed. */
import { memo, useId, useState, type ReactElement } from "react";

import { JobsApiError } from "../model/jobErrors.js";
import { hasEnded, type JobState, type RunningJob } from "../model/jobState.js";
import type { JobProgressNotificationsProps } from "./JobProgressNotifications.js";
import type { JobLabels } from "./jobLabels.js";
import { iconOf } from "./jobTitles.js";
import { previewText } from "./previewText.js";
import { relativeTime } from "./relativeTime.js";

interface JobToastProps extends Pick<
  JobProgressNotificationsProps,
  "resultHref" | "onOpenResult" | "locale"
> {
  readonly job: JobState;
  readonly labels: JobLabels;
  readonly now: Date;
  readonly onCancel: (jobId: string) => Promise<unknown>;
  readonly onRetry: (jobId: string) => Promise<unknown>;
  readonly onDismiss: (jobId: string) => void;
}

/** One job, as a toast. */
export const JobToast = memo(function JobToast(props: JobToastProps): ReactElement {
  const { job, labels, locale, now, onDismiss } = props;
  const titleId = useId();
  const title = labels.title(job.type);
  const at = hasEnded(job) ? job.finishedAt : job.createdAt;
  return (
    <li
      className="clj-toast"
      data-job-id={job.jobId}
      data-state={job.state}
      data-pending={job.pending}
      tabIndex={-1}
      aria-labelledby={titleId}
    >
      <svg className="clj-icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={iconOf(job.type)} />
      </svg>
      <div className="clj-body">
        <p className="clj-head">
          <strong id={titleId}>{title}</strong>
          <time dateTime={at.toISOString()} title={at.toLocaleString(locale)}>
            {relativeTime(at, now, locale)}
          </time>
        </p>
        <p className="clj-status">{labels.status(job)}</p>
        {job.state === "running" && (
          <Progress job={job} titleId={titleId} status={labels.status(job)} />
        )}
        <Actions {...props} title={title} />
      </div>
      <button
        type="button"
        className="clj-dismiss"
        aria-label={`${labels.dismiss}: ${title}`}
        onClick={() => {
          onDismiss(job.jobId);
        }}
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
}): ReactElement {
  const { job, titleId, status } = props;
  const percent = Math.round(job.progress.percent);
  const preview = previewText(job.preview);
  return (
    <>
      <div
        className="clj-bar"
        role="progressbar"
        aria-labelledby={titleId}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${String(percent)} %: ${status}`}
      >
        <div className="clj-fill" style={{ inlineSize: `${String(percent)}%` }} />
      </div>
      {preview && <p className="clj-preview">{preview}</p>}
    </>
  );
}

function Actions(props: JobToastProps & { readonly title: string }): ReactElement {
  const { job, labels, title, resultHref, onOpenResult, onCancel, onRetry } = props;
  const [refusal, setRefusal] = useState("");
  const run = (action: (jobId: string) => Promise<unknown>) => (): void => {
    setRefusal("");
    action(job.jobId).catch((error: unknown) => {
      setRefusal(error instanceof JobsApiError ? error.message : labels.refused);
    });
  };
  const button = (label: string, action: JobToastProps["onCancel"]): ReactElement => (
    <button type="button" aria-label={`${label}: ${title}`} onClick={run(action)}>
      {label}
    </button>
  );
  const open = {
    "aria-label": `${labels.open}: ${title}`,
    onClick: (event: { preventDefault(): void }) => {
      if (job.state === "succeeded") onOpenResult?.(job, event);
    },
  };
  const isSent = job.pending !== undefined;
  const mayCancel = !hasEnded(job) && !isSent && !(job.state === "running" && job.isCancelling);
  return (
    <>
      {refusal && (
        <p className="clj-refusal" role="alert">
          {refusal}
        </p>
      )}
      <div className="clj-actions">
        {mayCancel && button(labels.cancel, onCancel)}
        {(job.state === "failed" || job.state === "cancelled") &&
          !isSent &&
          button(labels.retry, onRetry)}
        {job.state === "succeeded" && resultHref && (
          <a href={resultHref(job)} {...open}>
            {labels.open}
          </a>
        )}
        {job.state === "succeeded" && !resultHref && onOpenResult && (
          <button type="button" {...open}>
            {labels.open}
          </button>
        )}
      </div>
    </>
  );
}
