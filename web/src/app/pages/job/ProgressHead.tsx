/** How far a job under way is: the number, the step, an honest time, and the steps on the scale. */
import { useBackgroundJobs, type JobState } from "../../../jobs/index.js";
import { lineOf, usualOf, type Usual } from "../../jobWords.js";
import { Scale } from "../../ui/Scale.js";
import { span, useSeconds } from "../../ui/times.js";
import type { Step } from "./steps.js";

interface Props {
  readonly job: JobState;
  readonly name: string;
  readonly steps: readonly Step[];
}

/** So many of the user's newest jobs say how long one takes. */
const LIVE = 50;

export function ProgressHead({ job, name, steps }: Props): React.ReactNode {
  const { jobs } = useBackgroundJobs({ limit: LIVE, includeDismissed: true });
  const percent = job.state === "running" ? Math.round(job.progress.percent) : 0;
  const line = lineOf(job);
  return (
    <>
      <div className="progress-head">
        {job.state === "running" && <p className="progress-number">{percent} %</p>}
        <div>
          <p className="progress-step">{line}</p>
          <p>
            <TimeWords job={job} usual={usualOf(job.type, jobs)} />
          </p>
        </div>
      </div>
      <Scale
        value={percent}
        label={name}
        valueText={`${String(percent)} %: ${line}`}
        parts={steps}
      />
    </>
  );
}

function TimeWords(props: {
  readonly job: JobState;
  readonly usual: Usual | undefined;
}): React.ReactNode {
  return timeWords(props.job, props.usual, useSeconds());
}

/** Return when it may be done, by the user's own jobs of this type; never a guess. Pure. */
export function timeWords(job: JobState, usual: Usual | undefined, now: Date): string {
  const known =
    usual &&
    `Half of your last ${String(usual.count)} took ${span(usual.halfMs)}, nine of ten ${span(usual.mostMs)}.`;
  if (job.state === "queued" && job.nextAttemptAt && job.nextAttemptAt > now)
    return `Next try in ${span(job.nextAttemptAt.getTime() - now.getTime())}. Finished steps are kept.`;
  if (job.state !== "running" || !job.startedAt) return known ?? "You can leave this page.";
  const elapsed = Math.max(0, now.getTime() - job.startedAt.getTime());
  const left =
    usual && elapsed < usual.halfMs
      ? `About ${span(usual.halfMs - elapsed)} left.`
      : `${span(elapsed)} so far.`;
  return known ? `${left} ${known}` : left;
}
