"use client";
/** What can be done with the job of a toast. */
import { useState } from "react";

import { JobsApiError } from "../model/jobErrors.js";
import { hasEnded } from "../model/jobState.js";
import type { JobToastProps } from "./notificationProps.js";

type Props = JobToastProps & { readonly title: string };

/** Answer, cancel, retry, open; each where the job's state allows it. */
export function ToastActions(props: Props): React.ReactNode {
  const { job, labels, title, changeHref, onCancel, onRetry } = props;
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
        {!isSent && <Way {...props} />}
        {mayCancel && button(labels.cancel, onCancel)}
        {mayRetry && !isSent && button(labels.retry, onRetry)}
        {job.state === "failed" && !mayRetry && changeHref && (
          <a href={changeHref(job)} aria-label={`${labels.change}: ${title}`}>
            {labels.change}
          </a>
        )}
      </div>
    </>
  );
}

/** The way to a job's result, or to its question: a link, or a button where there is no address. */
function Way(props: Props): React.ReactNode {
  const { job, labels, title, resultHref, onOpenResult, answerHref, onAnswer } = props;
  const way = (
    label: string,
    href: string | undefined,
    onOpen: ((event: { preventDefault(): void }) => void) | undefined,
  ): React.ReactNode => {
    const common = { "aria-label": `${label}: ${title}`, onClick: onOpen };
    if (href !== undefined)
      return (
        <a href={href} {...common}>
          {label}
        </a>
      );
    return (
      onOpen && (
        <button type="button" {...common}>
          {label}
        </button>
      )
    );
  };
  if (job.state === "succeeded")
    return way(labels.open, resultHref?.(job), onOpenResult?.bind(null, job));
  if (job.state === "suspended" && job.question)
    return way(labels.answer, answerHref?.(job), onAnswer?.bind(null, job));
  return null;
}
