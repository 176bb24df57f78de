/** A job: how it stands, what it has written so far, what came of it, and what happened on the way. */
import { useCallback } from "react";

import { useJob, type JobDetails, type JobState } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { labelOf } from "../../forms/labels.js";
import { Link } from "../../router.js";
import { Empty, MainLink, PageHead, Skeleton } from "../../ui/page.js";
import { StatusBadge } from "../../ui/StatusBadge.js";
import { Ago } from "../../ui/times.js";
import { useAsync } from "../../useAsync.js";
import "./job.css";
import { JobActions } from "./JobActions.js";
import { JobResult } from "./JobResult.js";
import { JobSide } from "./JobSide.js";
import { JobStanding } from "./JobStanding.js";

export default function JobPage({ jobId }: { readonly jobId: string }): React.ReactNode {
  const { job, isMissing, connection } = useJob(jobId);
  if (isMissing)
    return (
      <Empty title="There is no such job" action={<MainLink to="/jobs">My jobs</MainLink>}>
        It was deleted, or it belongs to another account.
      </Empty>
    );
  if (!job && connection.state === "offline")
    return <Empty title="You are offline">This job was not seen on this device before.</Empty>;
  if (!job) return <Skeleton lines={8} />;
  return <Job job={job} />;
}

function Job({ job }: { readonly job: JobState }): React.ReactNode {
  const { api } = useSession();
  const { jobId, type, attempt, state } = job;
  // Read again when an attempt or the job ends: then there is more to read.
  const read = useCallback(() => api.read(jobId), [api, jobId, state, attempt]); // eslint-disable-line react-hooks/exhaustive-deps
  const [details, readAgain] = useAsync<JobDetails>(read);
  return (
    <article className="stack">
      <JobHead job={job} />
      <JobLine job={job} />
      {job.state === "succeeded" ? (
        <JobResult job={job} details={details.value} />
      ) : (
        <div className="job-columns">
          <JobStanding job={job} title={labelOf(type)} />
          <JobSide job={job} details={details} onReadAgain={readAgain} />
        </div>
      )}
    </article>
  );
}

function JobHead({ job }: { readonly job: JobState }): React.ReactNode {
  const back = (
    <Link className="back no-print hint" href="/jobs">
      My jobs
    </Link>
  );
  return (
    <PageHead title={labelOf(job.type)} above={back}>
      <JobActions job={job} />
    </PageHead>
  );
}

function JobLine({ job }: { readonly job: JobState }): React.ReactNode {
  return (
    <p className="actions hint">
      <StatusBadge state={job.state} />
      <span>
        Started <Ago time={job.createdAt} />
      </span>
      {job.tags.map((tag) => (
        <span key={tag} className="tag">
          {tag}
        </span>
      ))}
    </p>
  );
}
