/** One job and its result, as React reads them. */
import { useEffect, useState } from "react";

import type { JobState } from "../model/jobState.js";
import type { Connection } from "../model/listener.js";
import type { JobDetails } from "../model/schema.js";
import { useJobsClient, useSnapshot } from "./JobsProvider.js";

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
    const settle = (as: JobResultState<Result>): void => {
      if (!isOver) setRead({ of: job, as });
    };
    void client
      .readResult(jobId)
      .then(
        (result): JobResultState<Result> => ({ state: "ready", result: result as Result }),
        (error: unknown): JobResultState<Result> => ({ state: "failed", error: error as Error }),
      )
      .then(settle);
    return () => {
      isOver = true;
    };
  }, [client, job, jobId]);
  if (job?.state !== "succeeded") return NONE;
  return read?.of === job ? read.as : LOADING;
}
