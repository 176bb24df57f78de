/** What a user may do with a job in its state, and why it did not work. */
import * as appText from "#messages/app";
import * as jobText from "#messages/job";
import * as jobPageText from "#messages/jobPage";
import { hasEnded, useJobsClient, type JobState } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { mayRetry, nameOf } from "../../jobWords.js";
import { changePath, jobPath, Link, navigate } from "../../router.js";
import { Button } from "../../ui/Button.js";
import { Trouble } from "../../ui/page.js";
import { useQuestion } from "../../ui/useQuestion.js";
import { useAttempt, type Attempt } from "../../useAttempt.js";
import { TellMe } from "../../TellMe.js";

interface Props {
  readonly job: JobState;
}

export function JobActions({ job }: Props): React.ReactNode {
  const { error, run } = useAttempt();
  return (
    <>
      {hasEnded(job) ? <AfterTheEnd job={job} run={run} /> : <UnderWay job={job} run={run} />}
      {error && <Trouble error={error} />}
    </>
  );
}

function UnderWay({ job, run }: Props & Pick<Attempt, "run">): React.ReactNode {
  const { cancelJob } = useJobsClient().actions;
  const isStopping = job.state === "running" && job.isCancelling;
  return (
    <>
      <TellMe />
      <Button
        disabled={job.pending !== undefined || isStopping}
        onClick={() => void run(() => cancelJob(job.jobId))}
      >
        {isStopping ? jobPageText.stopping : jobText.cancel}
      </Button>
    </>
  );
}

function AfterTheEnd({ job, run }: Props & Pick<Attempt, "run">): React.ReactNode {
  const { api } = useSession();
  const { retryJob } = useJobsClient().actions;
  const [ask, question] = useQuestion();
  const erase = async (): Promise<void> => {
    await api.erase(job.jobId);
    navigate("/jobs");
  };
  const askToErase = (): void => {
    ask({
      title: jobText.removeOne(nameOf(job)),
      detail: jobText.removeDetail,
      ...{ yes: jobText.remove, no: jobText.keep, onYes: () => void run(erase) },
    });
  };
  const isHelpful = mayRetry(job);
  return (
    <>
      {isHelpful && (
        <Button look="primary" onClick={() => void run(() => retryJob(job.jobId))}>
          {appText.tryAgain}
        </Button>
      )}
      <Link
        className={job.state === "failed" && !isHelpful ? "button primary" : "button"}
        href={changePath(job)}
      >
        {jobText.changeAndRun}
      </Link>
      <Link className="button" href={`/repeating?from=${encodeURIComponent(job.jobId)}`}>
        {jobPageText.repeatThis}
      </Link>
      {job.parentId === undefined ? (
        <Button onClick={askToErase}>{jobText.remove}</Button>
      ) : (
        <p className="hint">
          {jobPageText.isPart} <Link href={jobPath(job.parentId)}>{jobPageText.wholeJob}</Link>
        </p>
      )}
      {question}
    </>
  );
}
