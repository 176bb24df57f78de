/** The hooks: what the client knows, as React reads it. Nothing is decided here. */
import {
  createContext,
  createElement,
  use,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from "react";

import type { JobCallbacks } from "../client/callbacks.js";
import { connectJobs } from "../client/connect.js";
import type { JobActions, JobsClient, NamedUser } from "../client/jobClient.js";
import { NOTHING_YET, type JobsSnapshot } from "../client/jobView.js";
import type { JobState } from "../model/jobState.js";
import type { Connection, JobFilter, ListenTarget } from "../model/listener.js";
import type { JobDetails } from "../model/schema.js";

const ClientContext = createContext<JobsClient | undefined>(undefined);
let defaultClient: JobsClient | undefined;

/** Provides the client to everything inside. Without it, one is made of the default Firebase app. */
export function JobsProvider(props: {
  readonly client: JobsClient;
  readonly children?: ReactNode;
}): ReactElement {
  return createElement(ClientContext, { value: props.client }, props.children);
}

/** Return the page's client. */
export function useJobsClient(): JobsClient {
  return use(ClientContext) ?? (defaultClient ??= connectJobs());
}

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
  const { status, limit = DEFAULT_LIMIT, includeDismissed, userId, authToken } = options;
  const client = useJobsClient();
  useNamedUser(client, userId === undefined ? undefined : { userId, authToken });
  const snapshot = useSnapshot(client, { status, limit });
  useCallbacks(client, options);
  return {
    jobs: includeDismissed ? snapshot.jobs : snapshot.undismissed,
    isKnown: snapshot.isKnown,
    connection: snapshot.connection,
    ...client.actions,
  };
}

/** One job, live; `isMissing` once it is known that there is none. */
export function useJob(jobId: string): {
  readonly job: JobState | undefined;
  readonly isMissing: boolean;
  readonly connection: Connection;
} {
  const { jobs, isKnown, connection } = useSnapshot(useJobsClient(), { jobId });
  const [job] = jobs;
  return { job, isMissing: isKnown && !job, connection };
}

/** What each type of job results in. */
export type JobResults = {
  readonly [Details in JobDetails as Details["type"]]: NonNullable<Details["result"]>;
};

/** A job's result: `none` until it has succeeded. */
export type JobResultState<Result> =
  | { readonly state: "none" | "loading" }
  | { readonly state: "ready"; readonly result: Result }
  | { readonly state: "failed"; readonly error: Error };

const NONE = { state: "none" } as const;
const LOADING = { state: "loading" } as const;

/** The result of a job, read once it exists: `useJobResult<"skill-gap-analysis">(jobId)`. */
export function useJobResult<Type extends string = keyof JobResults>(
  jobId: string,
): JobResultState<Type extends keyof JobResults ? JobResults[Type] : unknown> {
  type Result = Type extends keyof JobResults ? JobResults[Type] : unknown;
  const client = useJobsClient();
  const { job } = useJob(jobId);
  const [read, setRead] = useState<{ of: JobState; as: JobResultState<Result> }>();
  useEffect(() => {
    if (job?.state !== "succeeded") return undefined;
    let isOver = false;
    const set = (as: JobResultState<Result>): void => {
      if (!isOver) setRead({ of: job, as });
    };
    client.readResult(jobId).then(
      (result) => {
        set({ state: "ready", result: result as Result });
      },
      (error: unknown) => {
        set({ state: "failed", error: error as Error });
      },
    );
    return () => {
      isOver = true;
    };
  }, [client, job, jobId]);
  if (job?.state !== "succeeded") return NONE;
  return read?.of === job ? read.as : LOADING;
}

function useSnapshot(client: JobsClient, target: ListenTarget): JobsSnapshot {
  const view = client.view(target);
  return useSyncExternalStore(view.subscribe, view.getSnapshot, () => NOTHING_YET);
}

/** Call the newest callbacks, and none after the component is gone. */
function useCallbacks(client: JobsClient, { onProgress, onComplete, onError }: JobCallbacks): void {
  const newest = useRef<JobCallbacks>({});
  useLayoutEffect(() => {
    newest.current = { onProgress, onComplete, onError };
  });
  const isWanted = Boolean(onProgress ?? onComplete ?? onError);
  useEffect(() => (isWanted ? client.notify(() => newest.current) : undefined), [client, isWanted]);
}

function useNamedUser(client: JobsClient, named: NamedUser | undefined): void {
  const isNamed = named !== undefined;
  const userId = named?.userId ?? null;
  const authToken = named?.authToken;
  const wasNamed = useRef(false);
  useEffect(() => {
    if (isNamed || wasNamed.current) client.setUser(isNamed ? { userId, authToken } : undefined);
    wasNamed.current = isNamed;
  }, [client, isNamed, userId, authToken]);
}
