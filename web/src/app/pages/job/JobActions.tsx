/** What a user may do with a job. */
import { useState, type ReactElement } from "react";

import { hasEnded, useBackgroundJobs, type JobState } from "../../../jobs/index.js";
import { useApi } from "../../api.js";
import { Link, navigate } from "../../router.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Confirm.js";
import { Trouble } from "../../ui/page.js";

interface Props {
  readonly job: JobState;
}

/** What a user may do with a job in its state, and why it did not work. */
export function JobActions({ job }: Props): ReactElement {
  const { cancelJob, retryJob } = useBackgroundJobs();
  const [trouble, setTrouble] = useState<Error>();
  const run = (action: () => Promise<unknown>) => (): void => {
    setTrouble(undefined);
    action().catch((error: unknown) => {
      setTrouble(error as Error);
    });
  };
  const isSent = job.pending !== undefined;
  const isStopping = job.state === "running" && job.isCancelling;
  return (
    <>
      {!hasEnded(job) && (
        <Button disabled={isSent || isStopping} onClick={run(() => cancelJob(job.jobId))}>
          {isStopping ? "Stopping…" : "Cancel"}
        </Button>
      )}
      {(job.state === "failed" || job.state === "cancelled") && (
        <Button look="primary" disabled={isSent} onClick={run(() => retryJob(job.jobId))}>
          Try again
        </Button>
      )}
      {hasEnded(job) && <AfterTheEnd job={job} run={run} />}
      {trouble && <Trouble error={trouble} />}
    </>
  );
}

function AfterTheEnd(
  props: Props & { readonly run: (action: () => Promise<unknown>) => () => void },
): ReactElement {
  const { jobId, type } = props.job;
  const api = useApi();
  const [isAsking, setAsking] = useState(false);
  const erase = props.run(async () => {
    await api.erase(jobId);
    navigate("/jobs");
  });
  const ask = (isOpen: boolean) => (): void => {
    setAsking(isOpen);
  };
  if (isAsking)
    return (
      <Confirm question="Delete for good?" yes="Delete" no="Keep" onYes={erase} onNo={ask(false)} />
    );
  return (
    <>
      <Link className="button" href={`/new/${type}?from=${encodeURIComponent(jobId)}`}>
        Change and run again
      </Link>
      <Button onClick={ask(true)}>Delete</Button>
    </>
  );
}
