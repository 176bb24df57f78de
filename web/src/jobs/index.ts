/** `@careerlens/jobs`: the user's background jobs, live, in React. */
export type * from "./model/schema.js";
export type * from "./model/jobState.js";
export type * from "./model/jobTypes.js";
export type * from "./model/listener.js";
export type * from "./client/identity.js";
export type * from "./client/jobClient.js";
export type { JobCallbacks } from "./client/callbacks.js";
export { connectJobs, type JobsSettings } from "./client/connect.js";
export { JobsApiError } from "./model/jobErrors.js";
export { hasEnded } from "./model/jobState.js";
export { readJob } from "./model/readJob.js";
export { JobProgressNotifications } from "./react/JobProgressNotifications.js";
export { JobsProvider, useJobsClient } from "./react/JobsProvider.js";
export { ENGLISH, type JobLabels } from "./react/jobLabels.js";
export type { JobProgressNotificationsProps } from "./react/notificationProps.js";
export {
  useBackgroundJobs,
  type BackgroundJobs,
  type BackgroundJobsOptions,
} from "./react/useBackgroundJobs.js";
export { useJob, useJobResult, type JobResultState } from "./react/useJob.js";
export { useJobsByTag } from "./react/useJobsByTag.js";
