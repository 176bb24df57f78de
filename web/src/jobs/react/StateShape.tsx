"use client";
/** A job's state as a shape, so that no two differ by colour alone; words stand beside it. */
import type { JobState } from "../model/jobState.js";

const SHAPES: Readonly<Record<JobState["state"], string>> = {
  queued: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14z",
  waiting: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14z",
  running: "M10 3a7 7 0 0 1 0 14",
  suspended: "M10 2l8 8-8 8-8-8z",
  succeeded: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14zM7 10l2.200 2.200L13 8",
  failed: "M3 3h14v14H3zM7 7l6 6m0-6l-6 6",
  cancelled: "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14zM5 15L15 5",
};

export function StateShape({ job }: { readonly job: JobState }): React.ReactNode {
  return (
    <svg className="clj-icon" viewBox="0 0 20 20" data-state={job.state} aria-hidden="true">
      <path d={SHAPES[job.state]} />
    </svg>
  );
}
