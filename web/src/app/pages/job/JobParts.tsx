/** The jobs that a job is made of, while it awaits them: how each stands, and the way to it. */
import * as jobPageText from "#messages/jobPage";
import { useJob } from "../../../jobs/index.js";
import { lineOf, nameOf } from "../../jobWords.js";
import { jobPath, Link } from "../../router.js";
import { Skeleton } from "../../ui/page.js";
import { glyphOf } from "../../ui/StateGlyph.js";
import { StatusBadge } from "../../ui/StatusBadge.js";

export default function JobParts({
  jobIds,
}: {
  readonly jobIds: readonly string[];
}): React.ReactNode {
  return (
    <section className="list">
      <h2>{jobPageText.parts}</h2>
      <ul className="job-parts">
        {jobIds.map((jobId) => (
          <li key={jobId}>
            <JobPart jobId={jobId} />
          </li>
        ))}
      </ul>
      <p className="hint">{jobPageText.partsWhy}</p>
      <p className="hint">{jobPageText.mayClose}</p>
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
