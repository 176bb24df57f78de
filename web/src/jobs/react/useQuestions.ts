"use client";
/** What jobs ask, as it comes. */
import { useEffect, useInsertionEffect, useRef } from "react";

import { claimQuestion, questionOf } from "../client/questions.js";
import type { SuspendedJob } from "../model/jobState.js";
import type { JobFilter } from "../model/listener.js";
import { useJobsClient } from "./JobsProvider.js";
import { useJobs } from "./useBackgroundJobs.js";

/** Call back with each question that this device has not notified; its job is not dismissed then. */
export function useQuestions(
  filter: Partial<JobFilter> & { readonly enabled?: boolean | undefined },
  onQuestion: (job: SuspendedJob) => void,
): void {
  const client = useJobsClient();
  // Whose jobs they are, the component's own `useJobs` says.
  const { status, tag, batch, limit, enabled } = filter;
  const { jobs } = useJobs({
    status,
    tag,
    batch,
    ...(limit && { limit }),
    enabled,
    includeDismissed: true,
  });
  const newest = useRef(onQuestion);
  useInsertionEffect(() => {
    newest.current = onQuestion;
  });
  const seen = useRef(new Set<string>());
  useEffect(() => {
    for (const job of jobs) {
      const question = job.state === "suspended" ? questionOf(job) : undefined;
      if (job.state !== "suspended" || !question || seen.current.has(question)) continue;
      seen.current.add(question);
      claimQuestion(client, job).then(
        (isOurs) => {
          if (isOurs) newest.current(job);
        },
        () => seen.current.delete(question),
      );
    }
  }, [client, jobs]);
}
