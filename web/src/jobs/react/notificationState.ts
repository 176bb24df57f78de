"use client";
/** What the notifications keep of their own: which jobs they show, and the time of day. */
import { useEffect, useState } from "react";

import { hasEnded, type JobState } from "../model/jobState.js";
import { serverNow } from "../model/serverClock.js";

/** Leave out what had ended before the page was open, and was notified before. */
export function useSeenUnfinished(
  jobs: readonly JobState[],
  notified: ReadonlySet<string>,
): readonly JobState[] {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const unseen = jobs.filter((job) => !hasEnded(job) && !seen.has(job.jobId));
  if (unseen.length > 0) setSeen(new Set([...seen, ...unseen.map((job) => job.jobId)]));
  return jobs.filter((job) => !hasEnded(job) || seen.has(job.jobId) || notified.has(job.jobId));
}

/** How often "2 minutes ago" is updated. */
const MINUTE_MS = 60_000;

/** Return the time of day, to the minute, as the server has it. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date(serverNow()));
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(new Date(serverNow()));
    }, MINUTE_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
