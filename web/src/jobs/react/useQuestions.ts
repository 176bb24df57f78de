"use client";
/** What jobs ask, as it comes. */
import { useEffect, useInsertionEffect, useRef } from "react";

import { claimQuestion, questionOf } from "../client/questions.js";
import type { JobState, SuspendedJob } from "../model/jobState.js";
import type { JobFilter } from "../model/listener.js";
import { useJobsClient, useSnapshot } from "./JobsProvider.js";

/** As many as a list has by itself: whoever lists what is suspended shares this view. */
const DEFAULT_LIMIT = 20;

/**
 * Call back with each question that this device has not notified; its job is not dismissed then.
 * Return the jobs that ask and are not dismissed, however many newer ones there are.
 */
export function useQuestions(
  filter: Partial<JobFilter> & { readonly enabled?: boolean | undefined },
  onQuestion: (job: SuspendedJob) => void,
): readonly SuspendedJob[] {
  const client = useJobsClient();
  // Whose jobs they are, the component's own `useJobs` says.
  const { status = "suspended", tag, batch, limit = DEFAULT_LIMIT, enabled = true } = filter;
  const isAsked = enabled && status === "suspended";
  const target = isAsked ? { status, tag, batch, limit } : undefined;
  const { jobs, undismissed } = useSnapshot(client, target);
  const newest = useRef(onQuestion);
  useInsertionEffect(() => {
    newest.current = onQuestion;
  });
  const seen = useRef(new Set<string>());
  useEffect(() => {
    for (const job of jobs.filter(asks)) {
      const question = questionOf(job);
      if (question === undefined || seen.current.has(question)) continue;
      seen.current.add(question);
      claimQuestion(client, job).then(
        (isOurs) => {
          if (isOurs) newest.current(job);
        },
        () => seen.current.delete(question),
      );
    }
  }, [client, jobs]);
  return undismissed.filter(asks);
}

/** Whether a job asks its owner something. */
export function asks(job: JobState): job is SuspendedJob {
  return job.state === "suspended" && job.question !== undefined;
}
