/** When a job under way will be done, as far as it can honestly be said; it counts the seconds. */
import * as listText from "#messages/list";
import type { JobState } from "../../../jobs/index.js";
import { isResting, type Usual } from "../../jobWords.js";
import { fullTime } from "../../messages/intl.js";
import { useSeconds } from "../../ui/times.js";

interface Props {
  readonly job: JobState;
  readonly usual: Usual | undefined;
}

export function RowWhen({ job, usual }: Props): React.ReactNode {
  const { soon, side } = whenOf(job, usual, useSeconds());
  return (
    <span className="job-when">
      {soon && <strong>{soon}</strong>}
      {side && <small>{side}</small>}
    </span>
  );
}

interface When {
  readonly soon?: string;
  readonly side?: string;
}

/** Return what is said at the right edge of a row. Pure. */
export function whenOf(job: JobState, usual: Usual | undefined, now: Date): When {
  if (job.state === "running" && job.isCancelling) return { soon: listText.fewSeconds };
  if (job.state === "running" && job.startedAt)
    return remaining(now.getTime() - job.startedAt.getTime(), usual);
  if (job.state === "suspended")
    return job.question ? { side: listText.answerBy(fullTime(job.question.until)) } : {};
  if (isResting(job, now)) return restWords(job, now);
  if (job.state === "queued" && job.nextAttemptAt && job.nextAttemptAt > now)
    return { soon: listText.nextTryIn(clock(job.nextAttemptAt.getTime() - now.getTime())) };
  return usual ? { side: listText.usually(usual.halfMs) } : {};
}

/** So long before it, the seconds count; before that the row's own words say the time. */
const SOON_MS = 90 * 60_000;

function restWords(job: JobState, now: Date): When {
  if (job.state !== "queued" || !job.nextAttemptAt) return {};
  const left = job.nextAttemptAt.getTime() - now.getTime();
  if (left >= SOON_MS) return {};
  return { soon: listText[job.attempt > 0 ? "goesOnIn" : "startsIn"](left) };
}

function remaining(elapsed: number, usual: Usual | undefined): When {
  const soFar = listText.soFar(Math.max(0, elapsed));
  if (!usual) return { side: soFar };
  if (elapsed < usual.halfMs)
    return { soon: listText.about(usual.halfMs - elapsed), side: listText.usually(usual.halfMs) };
  return { soon: listText.anyMoment, side: soFar };
}

function clock(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}`;
}
