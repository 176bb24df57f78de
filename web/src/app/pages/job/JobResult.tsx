/** What came of a job. */
import { lazy, Suspense } from "react";

import { useJobResult, type JobDetails, type JobState } from "../../../jobs/index.js";
import { Skeleton, Trouble } from "../../ui/page.js";

const Result = lazy(() => import("../../results/Result.js"));

interface Props {
  readonly job: Extract<JobState, { readonly state: "succeeded" }>;
  /** What was asked and what happened, once it is read. */
  readonly details: JobDetails | undefined;
  /** What the job is called, where it has a name of its own. */
  readonly name?: string | undefined;
}

export function JobResult({ job, details, name }: Props): React.ReactNode {
  const { jobId, type, tags, createdAt, finishedAt } = job;
  const read = useJobResult(jobId);
  if (read.state === "failed") return <Trouble error={read.error} />;
  if (read.state !== "ready") return <Skeleton lines={10} />;
  const about = { jobId, type, tags, createdAt, finishedAt, details, name };
  return (
    <Suspense fallback={<Skeleton lines={10} />}>
      <Result about={{ ...about, result: read.result }} />
    </Suspense>
  );
}
