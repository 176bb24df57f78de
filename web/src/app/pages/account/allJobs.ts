/** All jobs of a user, and all that belongs to them, as the API gives it. */
import type { JobDetails, JobState } from "../../../jobs/index.js";
import type { AppApi } from "../../api.js";

const PAGE = "100";

/** Read the list to its end. */
export async function readAllJobs(api: AppApi): Promise<readonly JobState[]> {
  const jobs: JobState[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.list({ limit: PAGE, cursor });
    jobs.push(...page.jobs);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return jobs;
}

/** Read each job whole, one after the other; `onRead` is told how many are done. */
export async function exportAll(
  api: AppApi,
  onRead: (done: number, all: number) => void,
): Promise<readonly JobDetails[]> {
  const jobs = await readAllJobs(api);
  const whole: JobDetails[] = [];
  for (const { jobId } of jobs) {
    whole.push(await api.read(jobId));
    onRead(whole.length, jobs.length);
  }
  return whole;
}

/** Delete everything; jobs that run have to stop first, so it may take some rounds. */
export async function eraseAll(api: AppApi): Promise<number> {
  for (let jobs = 0, round = 0; ; round += 1) {
    const erased = await api.eraseAll();
    jobs += erased.jobs;
    if (erased.isComplete || round === MOST_ROUNDS) return jobs;
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  }
}

const MOST_ROUNDS = 20;
const ROUND_MS = 2000;
