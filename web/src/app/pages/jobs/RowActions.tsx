/** What can be done with the job of a row; it appears on the current row. */
import * as appText from "#messages/app";
import * as jobText from "#messages/job";
import { hasEnded, useJobsClient, type JobState } from "../../../jobs/index.js";
import { mayErase, mayRetry, needsAnswer } from "../../jobWords.js";
import { changePath, jobPath, Link } from "../../router.js";
import { Button } from "../../ui/Button.js";
import { Icon } from "../../ui/Icon.js";

/** What a row asks its list to do. */
export interface RowDeeds {
  readonly onErase: (jobs: readonly JobState[]) => void;
  readonly onAttempt: (work: () => Promise<unknown>) => void;
}

interface Props extends RowDeeds {
  readonly job: JobState;
  readonly name: string;
}

export function RowActions({ job, name, onErase, onAttempt }: Props): React.ReactNode {
  // Not of the list: each row would be drawn again with whatever changes in it.
  const { cancelJob, retryJob } = useJobsClient().actions;
  if (job.pending !== undefined) return null;
  const label = (deed: string): string => jobText.deedOn(deed, name);
  if (!hasEnded(job))
    return (
      <div className="row-actions">
        {needsAnswer(job) && (
          <Link
            className="button small turn"
            href={jobPath(job.jobId)}
            aria-label={label(jobText.answer)}
          >
            {jobText.answer}
          </Link>
        )}
        {!(job.state === "running" && job.isCancelling) && (
          <Button
            look="small"
            aria-label={label(jobText.cancel)}
            onClick={onAttempt.bind(null, () => cancelJob(job.jobId))}
          >
            {jobText.cancel}
          </Button>
        )}
      </div>
    );
  return (
    <div className="row-actions">
      {mayRetry(job) && (
        <Button
          look="small"
          aria-label={label(appText.tryAgain)}
          onClick={onAttempt.bind(null, () => retryJob(job.jobId))}
        >
          {appText.tryAgain}
        </Button>
      )}
      <Link
        className="button small"
        href={changePath(job)}
        aria-label={label(jobText.changeAndRun)}
      >
        {jobText.changeAndRun}
      </Link>
      {mayErase(job) && (
        <Button
          look="small quiet"
          aria-label={label(jobText.remove)}
          onClick={onErase.bind(null, [job])}
        >
          <Icon name="cross" />
        </Button>
      )}
    </div>
  );
}
