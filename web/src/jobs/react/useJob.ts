"use client";
/** One job and its result, as React reads them. */
import { useEffect, useState } from "react";

import type { JobState } from "../model/jobState.js";
import type { Connection } from "../model/listener.js";
import { useJobsClient, useSnapshot } from "./JobsProvider.js";

/** One job, live; `isMissing` once it is known that there is none. Without an id, nothing. */
export function useJob(jobId: string | undefined): {
  readonly job: JobState | undefined;
  readonly isMissing: boolean;
  readonly connection: Connection;
} {
  const target = jobId === undefined ? undefined : { jobId };
  const { jobs, isKnown, connection } = useSnapshot(useJobsClient(), target);
  const [job] = jobs;
  return { job, isMissing: isKnown && !job, connection };
}

/** A job's result: `none` until it has succeeded. */
export type JobResultState<Result> =
  | { readonly state: "none" | "loading" }
  | { readonly state: "ready"; readonly result: Result }
  | { readonly state: "failed"; readonly error: Error };

const NONE = { state: "none" } as const;
const LOADING = { state: "loading" } as const;

/** The result of a job, read once it exists: `useJobResult<SkillGapAnalysis>(jobId)`. */
export function useJobResult<Result = unknown>(jobId: string): JobResultState<Result> {
  const client = useJobsClient();
  const { job } = useJob(jobId);
  const [read, setRead] = useState<{ of: JobState; as: JobResultState<Result> }>();
  useEffect(() => {
    if (job?.state !== "succeeded") return undefined;
    let isOver = false;
    const settle = (as: JobResultState<Result>): void => {
      if (!isOver) setRead({ of: job, as });
    };
    client.readResult(jobId).then(
      (result) => {
        settle({ state: "ready", result: result as Result });
      },
      (error: unknown) => {
        settle({ state: "failed", error: error as Error });
      },
    );
    return () => {
      isOver = true;
    };
  }, [client, job, jobId]);
  if (job?.state !== "succeeded") return NONE;
  return read?.of === job ? read.as : LOADING;
}
