/** What is done to jobs of a list: cancelled at once, deleted after asking; and which are gone. */
import { useCallback, useState } from "react";

import * as jobText from "#messages/job";
import { useJobsClient, type JobState } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { nameOf } from "../../jobWords.js";
import { useQuestion } from "../../ui/useQuestion.js";
import { useAttempt } from "../../useAttempt.js";

/** What a list can do, always the same functions. */
export interface JobDeeds {
  readonly attempt: (work: () => Promise<unknown>) => void;
  readonly cancel: (jobs: readonly JobState[]) => void;
  readonly erase: (jobs: readonly JobState[]) => void;
  readonly gone: ReadonlySet<string>;
  readonly error: Error | undefined;
  /** The question that is asked, if one is. */
  readonly question: React.ReactNode;
}

export function useJobDeeds(): JobDeeds {
  const { api } = useSession();
  const { cancelJob } = useJobsClient().actions;
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [ask, question] = useQuestion();
  const { error, run } = useAttempt();
  // React keeps `run`'s setters: the first one does as well as the newest.
  const [attempt] = useState(() => (work: () => Promise<unknown>) => void run(work));
  const cancel = useCallback(
    (jobs: readonly JobState[]) => {
      attempt(() => inTurn(jobs, ({ jobId }) => cancelJob(jobId)));
    },
    [attempt, cancelJob],
  );
  const erase = useCallback(
    (jobs: readonly JobState[]) => {
      const eraseOne = async ({ jobId }: JobState): Promise<void> => {
        await api.erase(jobId);
        setGone((before) => new Set(before).add(jobId));
      };
      ask({ ...questionOf(jobs), onYes: attempt.bind(null, () => inTurn(jobs, eraseOne)) });
    },
    [api, ask, attempt],
  );
  return { attempt, cancel, erase, gone, error, question };
}

function questionOf(jobs: readonly JobState[]) {
  const [first, ...others] = jobs;
  const isOne = first !== undefined && others.length === 0;
  return {
    title: isOne ? jobText.removeOne(nameOf(first)) : jobText.removeMany(jobs.length),
    detail: jobText.removeDetail,
    ...{ yes: jobText.remove, no: jobText.keep },
  };
}

/** One after the other: a user may send so many requests at once, and no more. */
async function inTurn(
  jobs: readonly JobState[],
  act: (job: JobState) => Promise<unknown>,
): Promise<void> {
  for (const job of jobs) await act(job);
}
