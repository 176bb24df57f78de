/** The steps of a running attempt, as this page has seen them: when each began, and how far it was. */
import { useState } from "react";

import { serverNow } from "../../../jobs/model/serverClock.js";
import type { JobState } from "../../../jobs/index.js";

/** A step of an attempt. */
export interface Step {
  readonly name: string;
  /** How far the job was when it began, 0 to 100. */
  readonly from: number;
  readonly at: Date;
}

interface Seen {
  readonly attempt: number;
  readonly steps: readonly Step[];
}

/** Return the steps seen so far, the one under way last; none unless the job runs. */
export function useSteps(job: JobState): readonly Step[] {
  const [seen, setSeen] = useState<Seen>({ attempt: 0, steps: [] });
  const next = withStep(seen, job, new Date(serverNow()));
  if (next !== seen) setSeen(next);
  return job.state === "running" ? next.steps : [];
}

/** Add what a running job is doing, if that is new. Pure; the same object if nothing is. */
export function withStep(seen: Seen, job: JobState, now: Date): Seen {
  if (job.state !== "running" || job.isCancelling) return seen;
  const { message, percent } = job.progress;
  const before = seen.attempt === job.attempt ? seen.steps : [];
  const last = before.at(-1);
  if (!message || last?.name === message) return seen;
  // The first step began with the attempt, whenever this page was opened.
  const at = last ? now : (job.startedAt ?? now);
  const steps = before.filter(({ from }) => from < percent);
  return { attempt: job.attempt, steps: [...steps, { name: message, from: percent, at }] };
}
