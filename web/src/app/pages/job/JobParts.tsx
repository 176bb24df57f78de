/** The jobs that a job is made of: how each stands, and the way to it. */
import { useCallback } from "react";

import * as jobPageText from "#messages/jobPage";
import { useJob, type JobState } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { lineOf, nameOf } from "../../jobWords.js";
import { jobPath, Link } from "../../router.js";
import { Loaded, Skeleton } from "../../ui/page.js";
import { glyphOf } from "../../ui/StateGlyph.js";
import { StatusBadge } from "../../ui/StatusBadge.js";
import { useAsync } from "../../useAsync.js";

export default function JobParts({ job }: { readonly job: JobState }): React.ReactNode {
  const awaited = job.state === "suspended" ? job.gather?.children : undefined;
  return awaited ? <Parts jobIds={awaited} isAwaited /> : <MadeParts job={job} />;
}

/** What a job has made, and awaits no more: who is no longer named by it is read. */
function MadeParts({ job }: { readonly job: JobState }): React.ReactNode {
  const { api } = useSession();
  const { jobId, attempt } = job;
  const read = useCallback(() => api.list({ parent: jobId, limit: MOST }), [api, jobId, attempt]); // eslint-disable-line react-hooks/exhaustive-deps
  const [parts, readAgain] = useAsync(read);
  return (
    <Loaded from={parts} lines={4} onAgain={readAgain}>
      {({ jobs }) =>
        jobs.length > 0 && <Parts jobIds={jobs.map((part) => part.jobId)} isAwaited={false} />
      }
    </Loaded>
  );
}

/** So many parts are shown, the newest ones: more than a job gathers at once, few that it ever does. */
const MOST = "50";

interface PartsProps {
  readonly jobIds: readonly string[];
  readonly isAwaited: boolean;
}

function Parts({ jobIds, isAwaited }: PartsProps): React.ReactNode {
  return (
    <section className="list no-print">
      <h2>{jobPageText.parts}</h2>
      <ul className="job-parts">
        {jobIds.map((jobId) => (
          <li key={jobId}>
            <JobPart jobId={jobId} />
          </li>
        ))}
      </ul>
      <p className="hint">{jobPageText.partsWhy}</p>
      {isAwaited && <p className="hint">{jobPageText.goesOnAfterParts}</p>}
    </section>
  );
}

function JobPart({ jobId }: { readonly jobId: string }): React.ReactNode {
  const { job, isMissing } = useJob(jobId);
  if (isMissing) return jobPageText.noSuchJob;
  if (!job) return <Skeleton lines={1} />;
  const percent = job.state === "running" ? job.progress.percent : undefined;
  return (
    <>
      <Link href={jobPath(jobId)}>{nameOf(job)}</Link>{" "}
      <StatusBadge state={glyphOf(job)} percent={percent} />
      <p className="hint">{lineOf(job)}</p>
    </>
  );
}
