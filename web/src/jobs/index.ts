/** `@careerlens/jobs`: the user's background jobs, live, in React. */
export type * from "./model/api.js";
export { connectJobs, type JobsSettings } from "./client/connect.js";
export {
  JobsProvider,
  useBackgroundJobs,
  useJob,
  useJobResult,
  useJobsClient,
  type BackgroundJobs,
  type BackgroundJobsOptions,
  type JobResults,
  type JobResultState,
} from "./react/hooks.js";
export type { JobFilter } from "./server/jobApi.js";
export {
  makeClient,
  type ClientParts,
  type Identity,
  type JobActions,
  type JobsClient,
  type NamedUser,
} from "./client/jobClient.js";
export { JobsApiError, type Violation } from "./model/jobErrors.js";
export type { Connection, Listener, ListenTarget, Snapshot } from "./server/liveJobs.js";
export type { NewJob } from "./client/jobSession.js";
export {
  hasEnded,
  readJob,
  statusOf,
  type CancelledJob,
  type EndedJob,
  type FailedJob,
  type JobState,
  type QueuedJob,
  type RunningJob,
  type SucceededJob,
  type WaitingJob,
  type PendingAction,
} from "./model/jobState.js";
export type { JobCallbacks } from "./client/callbacks.js";
export {
  JobProgressNotifications,
  type JobProgressNotificationsProps,
} from "./react/JobProgressNotifications.js";
export { iconOf, titleOf } from "./react/jobTitles.js";
