/** What a user may do with a job in its state, and why it did not work. */
import { useState } from "react";

import { hasEnded, useBackgroundJobs, type JobState } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { Link, navigate } from "../../router.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Confirm.js";
import { Trouble } from "../../ui/page.js";
import { useAttempt, type Attempt } from "../../useAttempt.js";

interface Props {
  readonly job: JobState;
}

export function JobActions({ job }: Props): React.ReactNode {
  const { cancelJob, retryJob } = useBackgroundJobs();
  const { error, run } = useAttempt();
  const isSent = job.pending !== undefined;
  const isStopping = job.state === "running" && job.isCancelling;
  const cancel = () => void run(() => cancelJob(job.jobId));
  const retry = () => void run(() => retryJob(job.jobId));
  return (
    <>
      {!hasEnded(job) && (
        <Button disabled={isSent || isStopping} onClick={cancel}>
          {isStopping ? "Stopping…" : "Cancel"}
        </Button>
      )}
      {(job.state === "failed" || job.state === "cancelled") && (
        <Button look="primary" disabled={isSent} onClick={retry}>
          Try again
        </Button>
      )}
      {hasEnded(job) && <AfterTheEnd job={job} run={run} />}
      {error && <Trouble error={error} />}
    </>
  );
}

function AfterTheEnd({ job: { jobId, type }, run }: Props & Pick<Attempt, "run">): React.ReactNode {
  const { api } = useSession();
  const [isAsking, setAsking] = useState(false);
  const toggle = (): void => {
    setAsking(!isAsking);
  };
  const erase = async (): Promise<void> => {
    await api.erase(jobId);
    navigate("/jobs");
  };
  if (isAsking) {
    const yes = { yes: "Delete", onYes: () => void run(erase) };
    return <Confirm question="Delete for good?" {...yes} no="Keep" onNo={toggle} />;
  }
  return (
    <>
      <Link className="button" href={`/new/${type}?from=${encodeURIComponent(jobId)}`}>
        Change and run again
      </Link>
      <Button onClick={toggle}>Delete</Button>
    </>
  );
}
