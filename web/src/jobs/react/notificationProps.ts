/** What the notifications take from an application, and a toast from them. */
import type { UsualTimes } from "../model/eta.js";
import type { FailedJob, JobState, SucceededJob, SuspendedJob } from "../model/jobState.js";
import type { JobLabels } from "./jobLabels.js";
import type { Expected } from "./ToastEta.js";
import type { BackgroundJobsOptions } from "./useBackgroundJobs.js";

/** What `<JobProgressNotifications/>` takes; all of it may be left out. */
export interface JobProgressNotificationsProps extends BackgroundJobsOptions {
  /** Where a result is shown; makes "open result" a link. */
  readonly resultHref?: ((job: SucceededJob) => string) | undefined;
  /** Called when a result is opened; where there is a link too, it may prevent its default. */
  readonly onOpenResult?:
    ((job: SucceededJob, event: { preventDefault(): void }) => void) | undefined;
  /** Where a request is changed and sent anew; offered where trying again cannot help. */
  readonly changeHref?: ((job: FailedJob) => string) | undefined;
  /** Where a job's question is answered; makes "answer" a link. */
  readonly answerHref?: ((job: SuspendedJob) => string) | undefined;
  /** Called when a question is opened; where there is a link too, it may prevent its default. */
  readonly onAnswer?: ((job: SuspendedJob, event: { preventDefault(): void }) => void) | undefined;
  /** A job asks its owner something: called once on each device, in one tab. */
  readonly onQuestion?: ((job: SuspendedJob) => void) | undefined;
  /** Whether the page shows a job already: then nothing is shown of it here. */
  readonly isOnScreen?: ((job: JobState) => boolean) | undefined;
  /** How long jobs usually take: what `useUsualTimes` returns. */
  readonly usualTimes?: UsualTimes | undefined;
  /** What stands below the jobs, where there are any. */
  readonly children?: React.ReactNode;
  /** So many toasts are shown before the rest is folded. */
  readonly max?: number | undefined;
  /** Other words, for another language; and titles and icons for types of jobs. */
  readonly labels?: Partial<JobLabels> | undefined;
  /** The language of times; without it, the user's own. */
  readonly locale?: string | undefined;
}

/** Where a toast leads. */
export type ToastLinks = Pick<
  JobProgressNotificationsProps,
  "resultHref" | "onOpenResult" | "changeHref" | "answerHref" | "onAnswer" | "locale"
>;

/** What a toast takes. */
export interface JobToastProps extends ToastLinks, Expected {
  readonly job: JobState;
  readonly labels: JobLabels;
  readonly now: Date;
  readonly onCancel: (jobId: string) => Promise<unknown>;
  readonly onRetry: (jobId: string) => Promise<unknown>;
  readonly onDismiss: (jobId: string) => void;
}
