/** What a user's jobs come to: how many, and what they have spent. Pure. */
import type { JobState } from "../../../jobs/index.js";

/** What the jobs of a type come to. */
export interface TypeUsage {
  readonly type: string;
  readonly jobs: number;
  readonly done: number;
  readonly failed: number;
  readonly costUsd: number;
}

/** Add jobs up by type, the most used first. */
export function usageByType(jobs: readonly JobState[]): readonly TypeUsage[] {
  const types = [...new Set(jobs.map(({ type }) => type))];
  return types
    .map((type) =>
      addUp(
        type,
        jobs.filter((job) => job.type === type),
      ),
    )
    .sort((a, b) => b.jobs - a.jobs);
}

function addUp(type: string, jobs: readonly JobState[]): TypeUsage {
  const count = (status: JobState["status"]): number =>
    jobs.filter((job) => job.status === status).length;
  return {
    type,
    jobs: jobs.length,
    done: count("succeeded"),
    failed: count("failed"),
    costUsd: jobs.reduce((sum, { usage }) => sum + (usage?.costUsd ?? 0), 0),
  };
}
