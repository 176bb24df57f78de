/** A job in a list. One that has no news is the same object, and is not drawn again. */
import { memo } from "react";

import { ENGLISH, hasEnded, type JobState } from "../../../jobs/index.js";
import { labelOf } from "../../forms/labels.js";
import { jobPath, Link } from "../../router.js";
import { Bar } from "../../ui/Bar.js";
import { JobIcon } from "../../ui/JobIcon.js";
import { StatusBadge } from "../../ui/StatusBadge.js";
import { Ago } from "../../ui/times.js";
import { listPath } from "./jobList.js";

export const JobRow = memo(function JobRow({ job }: { readonly job: JobState }): React.ReactNode {
  const isSent = job.pending === "create";
  const title = labelOf(job.type);
  return (
    <li className="job-row" data-state={job.state}>
      <JobIcon type={job.type} />
      <div className="job-words">
        {isSent ? <strong>{title}</strong> : <Link href={jobPath(job.jobId)}>{title}</Link>}
        <p className="clamped">{ENGLISH.status(job)}</p>
        {job.state === "running" && <Bar percent={job.progress.percent} label={title} />}
        {job.tags.length > 0 && <Tags tags={job.tags} />}
      </div>
      <div className="job-end hint">
        <StatusBadge state={job.state} />
        <Ago time={hasEnded(job) ? job.finishedAt : job.createdAt} />
      </div>
    </li>
  );
});

function Tags({ tags }: { readonly tags: readonly string[] }): React.ReactNode {
  return (
    <ul className="tags" aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag}>
          <Link href={listPath({ tag })}>{tag}</Link>
        </li>
      ))}
    </ul>
  );
}
