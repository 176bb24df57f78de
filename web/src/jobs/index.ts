/** `@careerlens/jobs`: the user's background jobs, live, in React. */
export type * from "./model/schema.js";
export type { JobCallbacks } from "./client/callbacks.js";
export { connectJobs, type JobsSettings } from "./client/connect.js";
export {
  makeClient,
  type ClientParts,
  type Identity,
  type JobActions,
  type JobsClient,
  type NamedUser,
} from "./client/jobClient.js";
export type { NewJob } from "./client/jobSession.js";
export { JobsApiError, type Violation } from "./model/jobErrors.js";
export {
  hasEnded,
  statusOf,
  type CancelledJob,
  type EndedJob,
  type FailedJob,
  type JobState,
  type PendingAction,
  type QueuedJob,
  type RunningJob,
  type SucceededJob,
  type WaitingJob,
} from "./model/jobState.js";
export type { Connection, JobFilter, Listener, ListenTarget, Snapshot } from "./model/listener.js";
export { readJob } from "./model/readJob.js";
export { JobProgressNotifications } from "./react/JobProgressNotifications.js";
export { JobsProvider, useJobsClient } from "./react/JobsProvider.js";
export { DEFAULT_ICON, type JobLabels } from "./react/jobLabels.js";
export type { JobProgressNotificationsProps } from "./react/notificationProps.js";
export {
  useBackgroundJobs,
  type BackgroundJobs,
  type BackgroundJobsOptions,
} from "./react/useBackgroundJobs.js";
export { useJob, useJobResult, type JobResults, type JobResultState } from "./react/useJob.js";
