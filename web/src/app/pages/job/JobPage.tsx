/** A job: how it stands, what it has written so far, what came of it, and what happened on the way. */
import { lazy, Suspense, useCallback } from "react";

import * as appText from "#messages/app";
import * as jobText from "#messages/job";
import * as jobPageText from "#messages/jobPage";
import { useJob, type JobDetails, type JobState } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { nameOf } from "../../jobWords.js";
import { Empty, MainLink, Skeleton, usePageTitle } from "../../ui/page.js";
import { useAsync } from "../../useAsync.js";
import "./job.css";
import { JobHead } from "./JobHead.js";
import { JobResult } from "./JobResult.js";
import { JobSide } from "./JobSide.js";
import { JobStanding } from "./JobStanding.js";
import { useSteps } from "./steps.js";

/** Few jobs have parts: what draws them is loaded with the first one. */
const JobParts = lazy(() => import("./JobParts.js"));

export default function JobPage({ jobId }: { readonly jobId: string }): React.ReactNode {
  const { job, isMissing, connection } = useJob(jobId);
  if (isMissing)
    return (
      <Nothing
        title={jobPageText.noSuchJob}
        action={<MainLink to="/jobs">{appText.myJobs}</MainLink>}
      >
        {jobPageText.noSuchJobWhy}
      </Nothing>
    );
  if (!job && connection.state === "offline")
    return <Nothing title={jobText.offline}>{jobPageText.notSeen}</Nothing>;
  if (!job) return <Skeleton lines={8} />;
  return <Job job={job} />;
}

function Nothing(props: React.ComponentProps<typeof Empty>): React.ReactNode {
  usePageTitle(props.title);
  return <Empty {...props} />;
}

function Job({ job }: { readonly job: JobState }): React.ReactNode {
  const { api } = useSession();
  const { jobId, attempt, state } = job;
  const asked = job.state === "suspended" ? job.question?.since.getTime() : undefined;
  // Read again when an attempt or the job ends, or it asks: then there is more to read.
  const read = useCallback(() => api.read(jobId), [api, jobId, state, attempt, asked]); // eslint-disable-line react-hooks/exhaustive-deps
  const [details, readAgain] = useAsync<JobDetails>(read);
  const steps = useSteps(job);
  const isGathering = job.state === "suspended" && job.gather !== undefined;
  const parts = (isGathering || details.value?.hasChildren) && (
    <Suspense fallback={<Skeleton lines={4} />}>
      <JobParts job={job} />
    </Suspense>
  );
  return (
    <>
      <JobHead job={job} steps={steps} />
      {job.state === "succeeded" ? (
        <>
          <JobResult job={job} details={details.value} name={nameOf(job)} />
          {parts}
        </>
      ) : (
        <article className="job-columns">
          <div className="stack">
            <JobStanding job={job} details={details} onReadAgain={readAgain} />
            {parts}
          </div>
          <JobSide job={job} details={details} steps={steps} onReadAgain={readAgain} />
        </article>
      )}
    </>
  );
}
