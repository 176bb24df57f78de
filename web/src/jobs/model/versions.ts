/** Which of two versions of a job is the newer one. Pure: no clock. */
import { RANK, type JobState } from "./jobState.js";

/**
 * Return how much newer a job is than the one that is known; 0 if it is the same.
 *
 * `seq` decides, then the order of the states; both are free of clocks. Only between two documents
 * of one state (a requested cancellation, another dispatch) do the dispatch and the time count.
 */
function ageOf(job: JobState, known: JobState): number {
  return (
    job.seq - known.seq ||
    RANK[job.state] - RANK[known.state] ||
    (job.dispatch && known.dispatch ? job.dispatch - known.dispatch : 0) ||
    job.updatedAt.getTime() - known.updatedAt.getTime()
  );
}

/** Return the newer of two versions of one job; the known one, itself, if it is no older. */
export function newerOf(job: JobState, known: JobState | undefined): JobState {
  return known && ageOf(job, known) <= 0 ? known : job;
}
