/** `@careerlens/jobs`: the user's background jobs, live, in React. */
export type * from "./model/schema.js";
export type * from "./model/jobState.js";
export type * from "./model/listener.js";
export type * from "./client/jobClient.js";
export type { JobCallbacks } from "./client/callbacks.js";
export { connectJobs, type JobsSettings } from "./client/connect.js";
export { makeClient } from "./client/jobClient.js";
export type { NewJob } from "./client/jobSession.js";
export { JobsApiError, type Violation } from "./model/jobErrors.js";
export { hasEnded, statusOf } from "./model/jobState.js";
export { readJob } from "./model/readJob.js";
export { JobProgressNotifications } from "./react/JobProgressNotifications.js";
export { JobsProvider, useJobsClient } from "./react/JobsProvider.js";
export { ENGLISH, type JobLabels } from "./react/jobLabels.js";
export type { JobProgressNotificationsProps } from "./react/notificationProps.js";
export type * from "./react/useBackgroundJobs.js";
export { useBackgroundJobs } from "./react/useBackgroundJobs.js";
export { useJob, useJobResult, type JobResults, type JobResultState } from "./react/useJob.js";
