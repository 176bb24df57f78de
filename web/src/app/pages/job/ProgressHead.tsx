/** How far a job under way is: the number, the step, an honest time, and the steps on the scale. */
import * as jobPageText from "#messages/jobPage";
import { etaOf, placeInLine, useUsualTimes } from "../../../jobs/eta.js";
import { useBackgroundJobs, type JobQuestion, type JobState } from "../../../jobs/index.js";
import { etaWords } from "../../etaWords.js";
import { isResting, lineOf, usualOf, type UsualTime } from "../../jobWords.js";
import { fullTime, percent } from "../../messages/intl.js";
import { Scale } from "../../ui/Scale.js";
import { useSeconds } from "../../../jobs/react/useSeconds.js";
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
  const usual = usualOf(job.type, jobs, useUsualTimes());
  const hasBegun = job.state === "running" || job.state === "suspended";
  const done = hasBegun ? job.progress.percent / 100 : 0;
  const line = useLine(job);
  return (
    <>
      <div className="progress-head">
        {hasBegun && <p className="progress-number">{percent(done)}</p>}
        <div>
          <p className="progress-step">{line}</p>
          <p>
            <TimeWords job={job} usual={usual} place={placeInLine(job, jobs)} />
          </p>
        </div>
      </div>
      <Scale
        value={Math.round(done * 100)}
        label={name}
        valueText={jobPageText.progressText(done, line)}
        parts={steps}
      />
    </>
  );
}

function TimeWords(props: {
  readonly job: JobState;
  readonly usual: UsualTime | undefined;
  readonly place: number | undefined;
}): React.ReactNode {
  return timeWords(props.job, props.usual, useSeconds(), props.place);
}

/** Return when it may be done, by how long jobs of this type take; never a guess. Pure. */
export function timeWords(
  job: JobState,
  usual: UsualTime | undefined,
  now: Date,
  place?: number,
): string {
  if (job.state === "suspended") return withoutAnswer(job.question);
  // The line above says when it goes on.
  if (isResting(job, now)) return job.attempt > 0 ? jobPageText.stepsKept : jobPageText.mayLeave;
  const known = usual && jobPageText[usual.isOwn ? "usual" : "usualOfAll"](usual);
  const words = [expectation(job, usual, now, place), known].filter(Boolean).join(" ");
  return words || jobPageText.mayLeave;
}

/** What can be said of this very job. */
function expectation(
  job: JobState,
  usual: UsualTime | undefined,
  now: Date,
  place: number | undefined,
): string | undefined {
  const eta = etaOf(job, usual, now, place);
  const elapsed =
    job.state === "running" && job.startedAt
      ? Math.max(0, now.getTime() - job.startedAt.getTime())
      : undefined;
  switch (eta?.kind) {
    case "again":
      return jobPageText.nextTry(eta.inMs);
    case "range":
      return jobPageText.likelyIn(etaWords(eta));
    case "place":
      return jobPageText.itIs(etaWords(eta));
    case "late":
      return elapsed === undefined ? jobPageText.later : jobPageText.longer(elapsed);
    case undefined:
      return elapsed === undefined ? undefined : jobPageText.soFar(elapsed);
  }
}

/** Return how a job stands: of one that asks, until when it waits, as its form says what it asks. */
function useLine(job: JobState): string {
  const now = useSeconds();
  const wait = job.state === "suspended" ? waitLine(job.question, now) : undefined;
  return wait ?? lineOf(job);
}

/** Return until when an answer is waited for; undefined where nothing is asked. Pure. */
export function waitLine(question: JobQuestion | undefined, now: Date): string | undefined {
  if (!question) return undefined;
  const { until } = question;
  return until > now ? jobPageText.answerBy(fullTime(until)) : jobPageText.answerLate;
}

/** Return what happens without an answer. */
function withoutAnswer(question: JobQuestion | undefined): string {
  if (!question) return jobPageText.mayLeave;
  return question.hasDefault ? jobPageText.goesOnWithout : jobPageText.failsWithout;
}
