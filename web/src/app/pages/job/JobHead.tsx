/** A job's head, in the barrel: what it is, how it stands, and what can be done. */
import * as appText from "#messages/app";
import * as jobText from "#messages/job";
import * as jobPageText from "#messages/jobPage";
import { hasEnded, type JobState } from "../../../jobs/index.js";
import { firstSentence, lineOf, nameOf, runTime, triesOf } from "../../jobWords.js";
import { useTitles } from "../../jobTypes.js";
import { duration, fullTime, money } from "../../messages/intl.js";
import { jobPath, Link } from "../../router.js";
import { Icon } from "../../ui/Icon.js";
import { JobIcon } from "../../ui/JobIcon.js";
import { usePageTitle } from "../../ui/page.js";
import { glyphOf } from "../../ui/StateGlyph.js";
import { StatusBadge } from "../../ui/StatusBadge.js";
import { JobActions } from "./JobActions.js";
import { JobName } from "./JobName.js";
import { ProgressHead } from "./ProgressHead.js";
import type { Step } from "./steps.js";

interface Props {
  readonly job: JobState;
  readonly steps: readonly Step[];
}

export function JobHead({ job, steps }: Props): React.ReactNode {
  const name = nameOf(job);
  usePageTitle(titleOf(job, name));
  return (
    <header className="barrel">
      <div className="job-head">
        <div>
          <HeadLine job={job} />
          <JobName job={job} name={name} />
        </div>
        <div className="actions no-print">
          <JobActions job={job} />
        </div>
      </div>
      {hasEnded(job) ? <Ending job={job} /> : <ProgressHead job={job} name={name} steps={steps} />}
    </header>
  );
}

/** Return what the browser's tab says: how far it is, or how it ended. Pure. */
export function titleOf(job: JobState, name: string): string {
  if (job.state === "running") return jobPageText.runningTitle(job.progress.percent / 100, name);
  return job.state === "succeeded"
    ? name
    : jobPageText.stateTitle(jobText.STATES[glyphOf(job)] ?? "", name);
}

function HeadLine({ job }: { readonly job: JobState }): React.ReactNode {
  const took = runTime(job);
  const titleOf = useTitles();
  const cost = job.usage?.costUsd ?? 0;
  const percent = job.state === "running" ? job.progress.percent : undefined;
  const { tries, of } = triesOf(job);
  return (
    <p className="barrel-line">
      <Link href="/jobs" className="no-print">
        <Icon name="back" /> {appText.myJobs}
      </Link>
      {job.parentId !== undefined && (
        <Link href={jobPath(job.parentId)} className="no-print">
          {jobPageText.partOf}
        </Link>
      )}
      <span>
        <JobIcon type={job.type} /> {titleOf(job.type)}
      </span>
      <strong>
        <StatusBadge state={glyphOf(job)} percent={percent} />
      </strong>
      {tries > 1 && !hasEnded(job) && <span>{jobPageText.attemptOf(tries, of)}</span>}
      {hasEnded(job) && (
        <time dateTime={job.finishedAt.toISOString()}>{fullTime(job.finishedAt)}</time>
      )}
      {took !== undefined && <span>{duration(took)}</span>}
      {cost > 0 && <span>{money(cost)}</span>}
    </p>
  );
}

/** Why it failed; a result says itself what it comes to. */
function Ending({ job }: { readonly job: JobState }): React.ReactNode {
  if (job.state !== "failed") return null;
  return <p className="barrel-answer">{firstSentence(lineOf(job))[0]}</p>;
}
