"use client";
/** The jobs of one batch, as React reads them. */
import { hasEnded, type JobState } from "../model/jobState.js";
import type { Connection } from "../model/listener.js";
import type { JobStatus } from "../model/schema.js";
import { useJobsClient, useSnapshot } from "./JobsProvider.js";

/** How a batch stands. */
export interface Batch {
  /** Newest first. */
  readonly jobs: readonly JobState[];
  /** How many are in which status. */
  readonly counts: Readonly<Record<JobStatus, number>>;
  /** Whether all have ended; false until the server has said which there are. */
  readonly isOver: boolean;
  /** Whether it is known which jobs there are; before, an empty list says nothing. */
  readonly isKnown: boolean;
  readonly connection: Connection;
}

/** A batch has no more jobs. */
const MOST = 50;

/** The jobs of a batch, live, and how many are in which status. Without an id, nothing. */
export function useBatch(batchId: string | undefined): Batch {
  const target = batchId === undefined ? undefined : { batch: batchId, limit: MOST };
  const { jobs, isKnown, connection } = useSnapshot(useJobsClient(), target);
  const counts = { queued: 0, running: 0, suspended: 0, succeeded: 0, failed: 0, cancelled: 0 };
  for (const { status } of jobs) counts[status] += 1;
  const isConfirmed = isKnown && !connection.isCached && jobs.length > 0;
  return { jobs, counts, isOver: isConfirmed && jobs.every(hasEnded), isKnown, connection };
}
