/** What came of a job. */
import { lazy, Suspense, useDeferredValue, useEffect } from "react";

import { useJobResult, type JobDetails, type JobState } from "../../../jobs/index.js";
import { atOnce } from "../../atOnce.js";
import { Skeleton, Trouble } from "../../ui/page.js";

const load = atOnce(() => import("../../results/Result.js"));
const Result = lazy(load);

interface Props {
  readonly job: Extract<JobState, { readonly state: "succeeded" }>;
  /** What was asked and what happened, once it is read. */
  readonly details: JobDetails | undefined;
  /** What the job is called, where it has a name of its own. */
  readonly name?: string | undefined;
}

export function JobResult({ job, details, name }: Props): React.ReactNode {
  const { jobId, type, tags, createdAt, finishedAt } = job;
  // What it is drawn with is loaded while it is read; and then it is drawn in pieces.
  useEffect(() => {
    load().then(({ loadDrawing }) => {
      loadDrawing(type);
    }, nothing);
  }, [type]);
  const read = useDeferredValue(useJobResult(jobId));
  if (read.state === "failed") return <Trouble error={read.error} />;
  if (read.state !== "ready") return <Skeleton lines={10} />;
  const about = { jobId, type, tags, createdAt, finishedAt, details, name };
  return (
    <Suspense fallback={<Skeleton lines={10} />}>
      <Result about={{ ...about, result: read.result }} />
    </Suspense>
  );
}

function nothing(): void {
  // What does not come is said where it is drawn.
}
