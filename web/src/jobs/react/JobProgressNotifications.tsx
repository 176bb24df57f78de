/**
 * Toasts for the jobs under way, and for those that end while the page is open or were not
 * notified yet. They stay until they are dismissed: a user who reads slowly, or comes back late, sees
 * them too.
 *
 * Only ends are announced to a screen reader, in one tab; progress is there to be read.
 */
import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from "react";

import { hasEnded, type EndedJob, type JobState, type SucceededJob } from "../model/jobState.js";
import { JobToast } from "./JobToast.js";
import { useBackgroundJobs, type BackgroundJobsOptions } from "./hooks.js";
import { ENGLISH, type JobLabels } from "./jobLabels.js";

/** What `<JobProgressNotifications/>` takes; all of it may be left out. */
export interface JobProgressNotificationsProps extends BackgroundJobsOptions {
  /** Where a result is shown; makes "open result" a link. */
  readonly resultHref?: ((job: SucceededJob) => string) | undefined;
  /** Called when a result is opened; where there is a link too, it may prevent its default. */
  readonly onOpenResult?:
    ((job: SucceededJob, event: { preventDefault(): void }) => void) | undefined;
  /** So many toasts are shown before the rest is folded. */
  readonly max?: number | undefined;
  /** Other words, for another language. */
  readonly labels?: Partial<JobLabels> | undefined;
  /** The language of times; without it, the user's own. */
  readonly locale?: string | undefined;
}

/** The user's jobs as toasts: progress, preview, cancel, retry, open, dismiss. */
export function JobProgressNotifications(props: JobProgressNotificationsProps): ReactElement {
  const { resultHref, onOpenResult, max = 4, locale, ...options } = props;
  const labels = useMemo(() => ({ ...ENGLISH, ...props.labels }), [props.labels]);
  const [announcement, setAnnouncement] = useState("");
  const [notified, setNotified] = useState<ReadonlySet<string>>(new Set());
  const [isUnfolded, setUnfolded] = useState(false);
  const region = useRef<HTMLElement>(null);
  const headingId = useId();

  const announce = (job: EndedJob): void => {
    setNotified((before) => new Set(before).add(job.jobId));
    setAnnouncement(labels.ended(labels.title(job.type), labels.status(job)));
  };
  const { jobs, connection, cancelJob, retryJob, dismissJob } = useBackgroundJobs({
    ...options,
    onComplete: (job) => {
      announce(job);
      options.onComplete?.(job);
    },
    onError: (job) => {
      announce(job);
      options.onError?.(job);
    },
  });
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

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
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
        <button
          type="button"
          className="clj-more"
          aria-expanded={isUnfolded}
          onClick={() => {
            setUnfolded(!isUnfolded);
          }}
        >
          {isUnfolded ? labels.less : labels.more(shown.length - max)}
        </button>
      )}
    </section>
  );
}

/** Leave out what had ended before the page was open, and was notified before. */
function useSeenUnfinished(
  jobs: readonly JobState[],
  notified: ReadonlySet<string>,
): readonly JobState[] {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const unseen = jobs.filter((job) => !hasEnded(job) && !seen.has(job.jobId));
  if (unseen.length > 0) setSeen(new Set([...seen, ...unseen.map((job) => job.jobId)]));
  return jobs.filter((job) => !hasEnded(job) || seen.has(job.jobId) || notified.has(job.jobId));
}

/** How often "2 minutes ago" is updated. */
const MINUTE_MS = 60_000;

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(new Date());
    }, MINUTE_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
