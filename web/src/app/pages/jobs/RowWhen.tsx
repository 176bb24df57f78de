/** When a job under way will be done, as far as it can honestly be said; it counts the seconds. */
import * as listText from "#messages/list";
import { etaOf, type Eta, type Usual } from "../../../jobs/eta.js";
import type { JobState } from "../../../jobs/index.js";
import { etaWords } from "../../etaWords.js";
import { isResting } from "../../jobWords.js";
import { fullTime } from "../../messages/intl.js";
import { useSeconds } from "../../../jobs/react/useSeconds.js";

interface Props {
  readonly job: JobState;
  readonly usual: Usual | undefined;
  /** Its place in line, where that is known. */
  readonly place: number | undefined;
}

export function RowWhen({ job, usual, place }: Props): React.ReactNode {
  const { soon, side } = whenOf(job, usual, useSeconds(), place);
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
export function whenOf(job: JobState, usual: Usual | undefined, now: Date, place?: number): When {
  if (job.state === "running" && job.isCancelling) return { soon: listText.fewSeconds };
  if (job.state === "suspended")
    return job.question ? { side: listText.answerBy(fullTime(job.question.until)) } : {};
  if (isResting(job, now)) return restWords(job, now);
  const eta = etaOf(job, usual, now, place);
  if (eta?.kind === "again") return { soon: listText.nextTryIn(clock(eta.inMs)) };
  const side = sideOf(job, usual, now, eta);
  return { ...(eta && { soon: etaWords(eta) }), ...(side && { side }) };
}

/** What has passed where that is all, or more than usual; else what is usual. */
function sideOf(job: JobState, usual: Usual | undefined, now: Date, eta: Eta | undefined) {
  if (job.state === "running" && job.startedAt && (!usual || eta?.kind === "late"))
    return listText.soFar(Math.max(0, now.getTime() - job.startedAt.getTime()));
  return usual && listText.usually(usual.halfMs);
}

/** So long before it, the seconds count; before that the row's own words say the time. */
const SOON_MS = 90 * 60_000;

function restWords(job: JobState, now: Date): When {
  if (job.state !== "queued" || !job.nextAttemptAt) return {};
  const left = job.nextAttemptAt.getTime() - now.getTime();
  if (left >= SOON_MS) return {};
  return { soon: listText[job.attempt > 0 ? "goesOnIn" : "startsIn"](left) };
}

function clock(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}`;
}
