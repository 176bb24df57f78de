/** What polls, as types: it is loaded where it is needed. */
import type { JobsApiError } from "../model/jobErrors.js";
import type { JobState } from "../model/jobState.js";
import type { ListenTarget } from "../model/listener.js";
import type { JobApi } from "./jobApi.js";

/** Where jobs are read, and where they are reported. */
export interface JobPorts {
  readonly api: JobApi;
  /** These are all the jobs there are. */
  onAll(jobs: readonly JobState[], fromCache: boolean): void;
  /** One of them has changed. */
  onJob(job: JobState): void;
}

/** The same for what polls. */
export interface PollerPorts extends JobPorts {
  /** The API has answered; or why it has not, or has refused. */
  onReach(error?: JobsApiError): void;
}

/** Polling under way. */
export interface Poller {
  /** Poll now: something has been requested, or the page was asleep. */
  poke(): void;
  /** End it: nothing is reported any more. */
  stop(): void;
}

/** Starts polling a list, or one job. */
export type StartPolling = (target: ListenTarget, ports: PollerPorts) => Poller;
