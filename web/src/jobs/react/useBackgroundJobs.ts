"use client";
/** The user's jobs, as React reads them. Nothing is decided here. */
import { useEffect, useInsertionEffect, useMemo, useRef, useState } from "react";

import type { Callbacks, JobCallbacks } from "../client/callbacks.js";
import type { AuthToken } from "../client/identity.js";
import type { JobActions } from "../client/jobClient.js";
import type { JobsApiError } from "../model/jobErrors.js";
import type { JobState } from "../model/jobState.js";
import type { AnyJobTypes, JobTypeMap } from "../model/jobTypes.js";
import type { Connection, JobFilter } from "../model/listener.js";
import { useJobsClient, useSnapshot } from "./JobsProvider.js";

/** What `useBackgroundJobs` takes. */
export interface BackgroundJobsOptions<Types extends JobTypeMap = AnyJobTypes>
  extends JobCallbacks<Types>, Partial<JobFilter> {
  /** Dismissed jobs as well. */
  readonly includeDismissed?: boolean | undefined;
  /** False: nothing is listened to, and no callback is called. */
  readonly enabled?: boolean | undefined;
  /**
   * Who is signed in, where the application and not Firebase Auth says it: null for no user,
   * undefined while that is not known. It goes with `authToken`.
   */
  readonly userId?: string | null | undefined;
  /** Their ID token; better a function that returns a fresh one, as a token is good for an hour. */
  readonly authToken?: AuthToken | undefined;
}

/** What `useBackgroundJobs` returns. */
export interface BackgroundJobs<Types extends JobTypeMap = AnyJobTypes> extends JobActions<Types> {
  /** Newest first. */
  readonly jobs: readonly JobState[];
  /** Whether it is known which jobs there are; before, an empty list says nothing. */
  readonly isKnown: boolean;
  readonly connection: Connection;
  /** Why the last submission here was refused; without one, why nothing can be shown. */
  readonly error: JobsApiError | undefined;
}

const DEFAULT_LIMIT = 20;

/** The user's jobs, live; what may be requested; and callbacks for what is new. */
export function useBackgroundJobs<Types extends JobTypeMap = AnyJobTypes>(
  options: BackgroundJobsOptions<Types> = {},
): BackgroundJobs<Types> {
  // The types are the application's word: nothing here looks into a submission or a result.
  return useJobs(options as unknown as BackgroundJobsOptions) as unknown as BackgroundJobs<Types>;
}

/** The same, also for the library's own callbacks. */
export function useJobs(options: Callbacks & BackgroundJobsOptions): BackgroundJobs {
  const { status, tag, batch, limit = DEFAULT_LIMIT } = options;
  const { includeDismissed, enabled = true, userId } = options;
  const client = useJobsClient();
  const newest = useRef(options);
  useInsertionEffect(() => {
    newest.current = options;
  });
  const isNamed = "userId" in options || "authToken" in options;
  useEffect(() => {
    if (isNamed) client.setUser({ userId, authToken: () => newest.current.authToken });
  }, [client, isNamed, userId]);
  const snapshot = useSnapshot(client, enabled ? { status, tag, batch, limit } : undefined);
  const { onProgress, onComplete, onError, onEnd } = options;
  const isNotified = enabled && !!(onProgress ?? onComplete ?? onError ?? onEnd);
  useEffect(
    () => (isNotified ? client.notify(() => newest.current) : undefined),
    [client, isNotified],
  );
  const [refusal, setRefusal] = useState<JobsApiError>();
  const actions = useMemo(() => {
    const noted =
      <Job, Value>(submit: (job: Job) => Promise<Value>) =>
      (job: Job): Promise<Value> => {
        const submitted = submit(job);
        submitted.then(() => {
          setRefusal(undefined);
        }, setRefusal);
        return submitted;
      };
    const { createJob, submitJob } = client.actions;
    return { ...client.actions, createJob: noted(createJob), submitJob: noted(submitJob) };
  }, [client]);
  const { jobs, undismissed, isKnown, connection } = snapshot;
  return {
    jobs: includeDismissed ? jobs : undismissed,
    ...{ isKnown, connection, error: refusal ?? connection.error, ...actions },
  };
}
