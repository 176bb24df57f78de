"use client";
/** The panel of the notifications: its rows, its foot, and the pill that opens it on a phone. */
import { useId, useReducer, useRef } from "react";

import type { JobActions } from "../client/jobClient.js";
import { placeInLine, type UsualTimes } from "../model/eta.js";
import { hasEnded, type JobState } from "../model/jobState.js";
import { JobToast } from "./JobToast.js";
import { jobName, type JobLabels } from "./jobLabels.js";
import type { ToastLinks } from "./notificationProps.js";
import { useNow } from "./notificationState.js";
import { StateShape } from "./StateShape.js";

interface Props extends ToastLinks {
  readonly jobs: readonly JobState[];
  /** All that the user has, where that is known: the places in line are told of them. */
  readonly line: readonly JobState[];
  readonly usualTimes?: UsualTimes | undefined;
  readonly labels: JobLabels;
  readonly announcement: string;
  readonly trouble: string;
  readonly max: number;
  readonly actions: Pick<JobActions, "cancelJob" | "retryJob" | "dismissJob">;
  readonly children?: React.ReactNode;
}

export function NotificationPanel(props: Props): React.ReactNode {
  const { jobs, labels, announcement, trouble } = props;
  const [isOpen, toggle] = useReducer((before: boolean) => !before, false);
  const region = useRef<HTMLElement>(null);
  const headingId = useId();
  const dismiss = useDismiss(region, props.actions.dismissJob);
  return (
    <section
      ref={region}
      className="clj-notifications"
      aria-labelledby={headingId}
      tabIndex={-1}
      data-open={isOpen}
      onKeyDown={onEscape(dismiss, isOpen ? toggle : undefined)}
    >
      <h2 id={headingId} className="clj-hidden">
        {labels.region}
      </h2>
      <p role="status" className="clj-hidden">
        {announcement}
      </p>
      {jobs[0] && <Pill {...{ jobs, labels, isOpen }} first={jobs[0]} onToggle={toggle} />}
      <div className="clj-panel" hidden={jobs.length === 0}>
        {trouble && <p className="clj-trouble">{trouble}</p>}
        <Rows {...props} onDismiss={dismiss} />
        {jobs.length > 0 && props.children && <div className="clj-more">{props.children}</div>}
        {jobs.length > 0 && <Foot {...{ jobs, labels }} onDismiss={props.actions.dismissJob} />}
      </div>
    </section>
  );
}

function Rows(props: Props & { readonly onDismiss: (jobId: string) => void }): React.ReactNode {
  const { jobs, labels, max, locale, resultHref, onOpenResult, actions } = props;
  const { changeHref, answerHref, onAnswer } = props;
  const [isUnfolded, toggle] = useReducer((before: boolean) => !before, false);
  const now = useNow();
  const shown = isUnfolded ? jobs : jobs.slice(0, max);
  return (
    <>
      <ol className="clj-list">
        {shown.map((job) => (
          <JobToast
            key={job.jobId}
            {...{ job, labels, locale, now, resultHref, onOpenResult }}
            {...{ changeHref, answerHref, onAnswer }}
            usual={props.usualTimes?.[job.type]}
            place={placeInLine(job, props.line)}
            onCancel={actions.cancelJob}
            onRetry={actions.retryJob}
            onDismiss={props.onDismiss}
          />
        ))}
      </ol>
      {jobs.length > max && (
        <button type="button" className="clj-unfold" aria-expanded={isUnfolded} onClick={toggle}>
          {isUnfolded ? labels.less : labels.more(jobs.length - max)}
        </button>
      )}
    </>
  );
}

interface FootProps {
  readonly jobs: readonly JobState[];
  readonly labels: JobLabels;
  readonly onDismiss: (jobId: string) => void;
}

function Foot({ jobs, labels, onDismiss }: FootProps): React.ReactNode {
  const underWay = jobs.filter((job) => !hasEnded(job)).length;
  const dismissAll = (): void => {
    for (const { jobId } of jobs) onDismiss(jobId);
  };
  return (
    <p className="clj-foot">
      <span>{labels.underWay(underWay)}</span>
      <button type="button" onClick={dismissAll}>
        {labels.dismissAll}
      </button>
    </p>
  );
}

interface PillProps {
  readonly jobs: readonly JobState[];
  readonly first: JobState;
  readonly labels: JobLabels;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Pill({ jobs, first, labels, isOpen, onToggle }: PillProps): React.ReactNode {
  return (
    <button type="button" className="clj-pill" aria-expanded={isOpen} onClick={onToggle}>
      {isOpen ? (
        labels.close
      ) : (
        <>
          <StateShape job={first} />
          <strong>{jobName(first, labels)}</strong>
          <span>{labels.others(jobs.length - 1)}</span>
        </>
      )}
    </button>
  );
}

/** Dismiss a job; the keyboard's focus goes to the next row, not to the top of the page. */
function useDismiss(region: React.RefObject<HTMLElement | null>, dismissJob: (id: string) => void) {
  return (jobId: string): void => {
    const rows = [...(region.current?.querySelectorAll<HTMLElement>("[data-job-id]") ?? [])];
    const index = rows.findIndex((row) => row.dataset["jobId"] === jobId);
    if (rows[index]?.contains(document.activeElement)) {
      (rows[index + 1] ?? rows[index - 1] ?? region.current)?.focus();
    }
    dismissJob(jobId);
  };
}

/** Escape dismisses the row that has the focus; without one it closes what a phone has opened. */
function onEscape(dismiss: (jobId: string) => void, close: (() => void) | undefined) {
  return (event: React.KeyboardEvent<HTMLElement>): void => {
    if (event.key !== "Escape") return;
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-job-id]");
    const jobId = row?.dataset["jobId"];
    if (jobId !== undefined) {
      event.stopPropagation();
      dismiss(jobId);
    } else close?.();
  };
}
