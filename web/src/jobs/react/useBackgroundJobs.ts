/** The user's jobs, as React reads them. Nothing is decided here. */
import { useEffect, useLayoutEffect, useRef } from "react";

import type { JobCallbacks } from "../client/callbacks.js";
import type { JobActions, JobsClient } from "../client/jobClient.js";
import type { JobState } from "../model/jobState.js";
import type { Connection, JobFilter } from "../model/listener.js";
import { useJobsClient, useSnapshot } from "./JobsProvider.js";

/** What `useBackgroundJobs` takes. */
export interface BackgroundJobsOptions extends JobCallbacks, Partial<JobFilter> {
  /** Dismissed jobs as well. */
  readonly includeDismissed?: boolean | undefined;
  /** Who is signed in, where the application knows better than Firebase Auth; null for no user. */
  readonly userId?: string | null | undefined;
  /** Their ID token. */
  readonly authToken?: string | undefined;
}

/** What `useBackgroundJobs` returns. */
export interface BackgroundJobs extends JobActions {
  /** Newest first. */
  readonly jobs: readonly JobState[];
  /** Whether it is known which jobs there are; before, an empty list says nothing. */
  readonly isKnown: boolean;
  readonly connection: Connection;
}

const DEFAULT_LIMIT = 20;

/** The user's jobs, live; what may be requested; and callbacks for what is new. */
export function useBackgroundJobs(options: BackgroundJobsOptions = {}): BackgroundJobs {
  const { status, limit = DEFAULT_LIMIT, includeDismissed } = options;
  const client = useJobsClient();
  useNamedUser(client, options);
  const snapshot = useSnapshot(client, { status, limit });
  useCallbacks(client, options);
  return {
    jobs: includeDismissed ? snapshot.jobs : snapshot.undismissed,
    isKnown: snapshot.isKnown,
    connection: snapshot.connection,
    ...client.actions,
  };
}

/** Call the newest callbacks, and none after the component is gone. */
function useCallbacks(client: JobsClient, { onProgress, onComplete, onError }: JobCallbacks): void {
  const newest = useRef<JobCallbacks>({});
  useLayoutEffect(() => {
    newest.current = { onProgress, onComplete, onError };
  });
  const isActive = Boolean(onProgress ?? onComplete ?? onError);
  useEffect(() => (isActive ? client.notify(() => newest.current) : undefined), [client, isActive]);
}

/** Have the client use the user whom the application names, as long as it names one. */
function useNamedUser(client: JobsClient, { userId, authToken }: BackgroundJobsOptions): void {
  const wasNamed = useRef(false);
  useEffect(() => {
    const isNamed = userId !== undefined;
    if (isNamed || wasNamed.current) client.setUser(isNamed ? { userId, authToken } : undefined);
    wasNamed.current = isNamed;
  }, [client, userId, authToken]);
}
