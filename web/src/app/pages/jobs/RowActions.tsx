/** What can be done with the job of a row; it appears on the current row. */
import { hasEnded, useBackgroundJobs, type JobState } from "../../../jobs/index.js";
import { mayRetry } from "../../jobWords.js";
import { changePath, Link } from "../../router.js";
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
  const { cancelJob, retryJob } = useBackgroundJobs();
  if (job.pending !== undefined) return null;
  const label = (verb: string): string => `${verb}: ${name}`;
  if (!hasEnded(job))
    return (
      <div className="row-actions">
        {!(job.state === "running" && job.isCancelling) && (
          <Button
            look="small"
            aria-label={label("Cancel")}
            onClick={onAttempt.bind(null, () => cancelJob(job.jobId))}
          >
            Cancel
          </Button>
        )}
      </div>
    );
  return (
    <div className="row-actions">
      {mayRetry(job) && (
        <Button
          look="small"
          aria-label={label("Try again")}
          onClick={onAttempt.bind(null, () => retryJob(job.jobId))}
        >
          Try again
        </Button>
      )}
      <Link
        className="button small"
        href={changePath(job)}
        aria-label={label("Change and run again")}
      >
        Change and run again
      </Link>
      <Button look="small quiet" aria-label={label("Delete")} onClick={onErase.bind(null, [job])}>
        <Icon name="cross" />
      </Button>
    </div>
  );
}
