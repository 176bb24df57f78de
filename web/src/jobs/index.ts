/** `@careerlens/jobs`: the user's background jobs, live, in React. */
export type * from "./api.js";
export { connectJobs, type JobsSettings } from "./connect.js";
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
} from "./hooks.js";
export type { JobFilter } from "./jobApi.js";
export {
  makeClient,
  type ClientParts,
  type Identity,
  type JobActions,
  type JobsClient,
  type NamedUser,
} from "./jobClient.js";
export { JobsApiError, type Violation } from "./jobErrors.js";
export type { Connection, Listener, ListenTarget, Snapshot } from "./jobFeed.js";
export type { NewJob } from "./jobSession.js";
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
  type Wish,
} from "./jobState.js";
export type { JobCallbacks } from "./jobTelling.js";
export {
  JobProgressNotifications,
  type JobProgressNotificationsProps,
} from "./JobProgressNotifications.js";
export { iconOf, titleOf } from "./jobTitles.js";
