"use client";
/** What can be done with the job of a toast. */
import { useState } from "react";

import { JobsApiError } from "../model/jobErrors.js";
import { hasEnded } from "../model/jobState.js";
import type { JobToastProps } from "./notificationProps.js";

/** Cancel, retry, open; each where the job's state allows it. */
export function ToastActions(props: JobToastProps & { readonly title: string }): React.ReactNode {
  const { job, labels, title, resultHref, onOpenResult, changeHref, onCancel, onRetry } = props;
  const [refusal, setRefusal] = useState("");
  const run = (action: (jobId: string) => Promise<unknown>) => (): void => {
    setRefusal("");
    action(job.jobId).catch((error: unknown) => {
      setRefusal(error instanceof JobsApiError ? error.message : labels.refused);
    });
  };
  const button = (label: string, action: JobToastProps["onCancel"]): React.ReactNode => (
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
  // The same request again cannot mend a failure of its own.
  const mayRetry = job.state === "cancelled" || (job.state === "failed" && job.error.retriable);
  return (
    <>
      {refusal && (
        <p className="clj-refusal" role="alert">
          {refusal}
        </p>
      )}
      <div className="clj-actions">
        {mayCancel && button(labels.cancel, onCancel)}
        {mayRetry && !isSent && button(labels.retry, onRetry)}
        {job.state === "failed" && !mayRetry && changeHref && (
          <a href={changeHref(job)} aria-label={`${labels.change}: ${title}`}>
            {labels.change}
          </a>
        )}
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
