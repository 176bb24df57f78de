/** What repeats: each schedule with its next times and its last job, and the form for a new one. */
import * as appText from "#messages/app";
import * as text from "#messages/repeating";
import { useJob } from "../../../jobs/index.js";
import { useSchedules, type Schedule, type Schedules } from "../../../jobs/schedules.js";
import { nameOf } from "../../jobWords.js";
import { jobPath, Link, navigate } from "../../router.js";
import { Button } from "../../ui/Button.js";
import { Empty, focusPage, MainLink, Note, PageHead, Skeleton, Trouble } from "../../ui/page.js";
import { JobIcon } from "../../ui/JobIcon.js";
import { glyphOf } from "../../ui/StateGlyph.js";
import { StatusBadge } from "../../ui/StatusBadge.js";
import { useQuestion } from "../../ui/useQuestion.js";
import { useAttempt } from "../../useAttempt.js";
import { recurrenceText } from "./recurrence.js";
import { RepeatForm } from "./RepeatForm.js";
import "./repeating.css";

interface Props {
  /** The job that is to be repeated. */
  readonly from?: string | undefined;
}

export default function RepeatingPage({ from }: Props): React.ReactNode {
  const all = useSchedules();
  const { schedules, error, reload } = all;
  return (
    <>
      <PageHead title={appText.repeating} />
      <div className="repeating">
        {from !== undefined && (
          <RepeatForm
            key={from}
            from={from}
            create={all.create}
            onMade={() => {
              navigate("/repeating", { replace: true });
              focusPage();
            }}
          />
        )}
        {error && <Trouble error={error} onAgain={reload} />}
        {!schedules && !error && <Skeleton lines={3} />}
        {schedules?.length === 0 && from === undefined && (
          <Empty isPart title={text.none} action={<MainLink to="/jobs">{text.toMyJobs}</MainLink>}>
            {text.noneWhy}
          </Empty>
        )}
        {schedules && schedules.length > 0 && (
          <ul className="schedules">
            {schedules.map((schedule) => (
              <Row key={schedule.scheduleId} schedule={schedule} {...all} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

interface RowProps extends Pick<Schedules, "change" | "remove"> {
  readonly schedule: Schedule;
}

function Row({ schedule, change, remove }: RowProps): React.ReactNode {
  const { scheduleId, title, isPaused, pausedBecause, nextTimes, lastProblem } = schedule;
  const { isBusy, error, run } = useAttempt();
  const [ask, question] = useQuestion();
  const erase = async (): Promise<void> => {
    await remove(scheduleId);
    focusPage();
  };
  const askToRemove = (): void => {
    ask({
      title: text.removeOne(title),
      detail: text.removeDetail,
      ...{ yes: text.remove, no: text.keep, onYes: () => void run(erase) },
    });
  };
  return (
    <li className="schedule list">
      <h2 className="one-line">
        <JobIcon type={schedule.type} /> {title}
      </h2>
      <p className="hint">{recurrenceText(schedule)}</p>
      {isPaused && <p>{pausedBecause ?? text.pausedByYou}</p>}
      {lastProblem && !isPaused && (
        <Note tone="bad">
          {text.lastProblem}: {lastProblem}
        </Note>
      )}
      <dl>
        {nextTimes.length > 0 && (
          <div>
            <dt>{text.nextTimes}</dt>
            {nextTimes.map((time) => (
              <dd key={time}>
                <time dateTime={time}>{text.time(time)}</time>
              </dd>
            ))}
          </div>
        )}
        {schedule.lastJobId && <LastJob jobId={schedule.lastJobId} />}
      </dl>
      {error && <Trouble error={error} />}
      <div className="actions">
        <Button
          look="small"
          disabled={isBusy}
          onClick={() => void run(() => change(scheduleId, { isPaused: !isPaused }))}
        >
          {isPaused ? text.resume : text.pause}
        </Button>
        <Button look="small" disabled={isBusy} onClick={askToRemove}>
          {text.remove}
        </Button>
      </div>
      {question}
    </li>
  );
}

/** How its last job stands, live; nothing once that is gone. */
function LastJob({ jobId }: { readonly jobId: string }): React.ReactNode {
  const { job } = useJob(jobId);
  if (!job) return null;
  return (
    <div>
      <dt>{text.lastJob}</dt>
      <dd>
        <StatusBadge state={glyphOf(job)} percent={job.progress.percent} />{" "}
        <Link href={jobPath(jobId)}>{nameOf(job)}</Link>
      </dd>
    </div>
  );
}
