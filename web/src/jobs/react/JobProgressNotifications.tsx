"use client";
/**
 * Toasts for the jobs under way, and for those that end while the page is open or were not
 * notified yet. They stay until they are dismissed: a user who reads slowly, or comes back late, sees
 * them too.
 *
 * Only ends are announced to a screen reader, in one tab; progress is there to be read.
 */
import { useCallback, useId, useMemo, useReducer, useRef, useState } from "react";

import type { EndedJob } from "../model/jobState.js";
import { JobToast } from "./JobToast.js";
import { ENGLISH } from "./jobLabels.js";
import type { JobProgressNotificationsProps } from "./notificationProps.js";
import { useNow, useSeenUnfinished } from "./notificationState.js";
import { useJobs } from "./useBackgroundJobs.js";

/** The user's jobs as toasts: progress, preview, cancel, retry, open, dismiss. */
export function JobProgressNotifications(props: JobProgressNotificationsProps): React.ReactNode {
  const { resultHref, onOpenResult, max = 4, locale, ...options } = props;
  const labels = useMemo(() => ({ ...ENGLISH, ...props.labels }), [props.labels]);
  const [announcement, setAnnouncement] = useState("");
  const [notified, setNotified] = useState<ReadonlySet<string>>(new Set());
  const [isUnfolded, toggle] = useReducer((before: boolean) => !before, false);
  const region = useRef<HTMLElement>(null);
  const headingId = useId();

  const onEnd = (job: EndedJob): void => {
    setNotified((before) => new Set(before).add(job.jobId));
    setAnnouncement(labels.ended(labels.title(job.type), labels.status(job)));
  };
  const { jobs, connection, cancelJob, retryJob, dismissJob } = useJobs({ ...options, onEnd });
  const shown = useSeenUnfinished(jobs, notified);
  const now = useNow();

  const dismiss = useCallback(
    (jobId: string) => {
      const toasts = [...(region.current?.querySelectorAll<HTMLElement>("[data-job-id]") ?? [])];
      const index = toasts.findIndex((toast) => toast.dataset["jobId"] === jobId);
      // The keyboard's focus goes to the next toast, not to the top of the page.
      if (toasts[index]?.contains(document.activeElement)) {
        (toasts[index + 1] ?? toasts[index - 1] ?? region.current)?.focus();
      }
      dismissJob(jobId);
    },
    [dismissJob],
  );

  function onKeyDown(event: React.KeyboardEvent<HTMLElement>): void {
    const jobId = (event.target as HTMLElement).closest<HTMLElement>("[data-job-id]")?.dataset[
      "jobId"
    ];
    if (event.key !== "Escape" || jobId === undefined) return;
    event.stopPropagation();
    dismiss(jobId);
  }

  const folded = isUnfolded ? shown : shown.slice(0, max);
  const trouble = shown.length > 0 ? labels.connection(connection) : "";
  return (
    <section
      ref={region}
      className="clj-notifications"
      aria-labelledby={headingId}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <h2 id={headingId} className="clj-hidden">
        {labels.region}
      </h2>
      <p role="status" className="clj-hidden">
        {announcement}
      </p>
      {trouble && <p className="clj-trouble">{trouble}</p>}
      <ol className="clj-list">
        {folded.map((job) => (
          <JobToast
            key={job.jobId}
            {...{ job, labels, locale, now, resultHref, onOpenResult }}
            onCancel={cancelJob}
            onRetry={retryJob}
            onDismiss={dismiss}
          />
        ))}
      </ol>
      {shown.length > max && (
        <button type="button" className="clj-more" aria-expanded={isUnfolded} onClick={toggle}>
          {isUnfolded ? labels.less : labels.more(shown.length - max)}
        </button>
      )}
    </section>
  );
}
