/** What has happened to a job, in order. Pure. */
import * as jobText from "#messages/job";
import * as jobPageText from "#messages/jobPage";
import { hasEnded, type EndedAttempt, type EndedJob, type JobState } from "../../../jobs/index.js";
import { triesOf } from "../../jobWords.js";
import { duration } from "../../messages/intl.js";
import type { Glyph } from "../../ui/StateGlyph.js";
import type { Step } from "./steps.js";

/** One thing that happened, or is happening. */
export interface Moment {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly at?: Date | undefined;
  readonly glyph: Glyph;
}

/** Return what has happened to a job, the oldest first. */
export function timelineOf(
  job: JobState,
  attempts: readonly EndedAttempt[],
  steps: readonly Step[] = [],
): readonly Moment[] {
  const first: Moment = { title: jobPageText.submitted, at: job.createdAt, glyph: "succeeded" };
  const now = nowOf(job, attempts, steps);
  return [first, ...attempts.map(momentOf), ...doneSteps(steps), ...(now ? [now] : [])];
}

function momentOf(ended: EndedAttempt): Moment {
  const { attempt, startedAt, endedAt, outcome, code, waitSeconds } = ended;
  const at = new Date(endedAt);
  const took = startedAt && jobPageText.took(at.getTime() - new Date(startedAt).getTime());
  const waited = waitSeconds !== undefined && jobPageText.waited(waitSeconds * 1000);
  const detail = (...parts: (string | false | undefined)[]): string | undefined =>
    parts.filter(Boolean).join(", ") || undefined;
  const { ATTEMPTS, REASONS, triedAgain } = jobPageText;
  if (outcome === "succeeded")
    return {
      title: ATTEMPTS.succeeded(attempt),
      detail: detail(waited, took),
      at,
      glyph: "succeeded",
    };
  if (outcome === "cancelled")
    return { title: ATTEMPTS.cancelled(attempt), detail: detail(took), at, glyph: "cancelled" };
  if (outcome === "suspended") return awaitMoment(ended, detail(took), at);
  const next = outcome === "queued" && triedAgain;
  const title = ATTEMPTS[code ? "failed" : "interrupted"](attempt);
  const why = code && REASONS[code];
  return { title, detail: detail(why, took, next), at, glyph: code ? "failed" : "retrying" };
}

/** Return that an attempt has stopped to wait: for its owner, for parts, or for what is not known. */
function awaitMoment(
  { attempt, awaited }: EndedAttempt,
  detail: string | undefined,
  at: Date,
): Moment {
  const { asked, gathered, waits } = jobPageText.ATTEMPTS;
  if (awaited === "answer") return { title: asked(attempt), detail, at, glyph: "turn" };
  const title = (awaited === "children" ? gathered : waits)(attempt);
  return { title, detail, at, glyph: "waiting" };
}

/** Return the steps that are over, each with how long it took. */
function doneSteps(steps: readonly Step[]): readonly Moment[] {
  return steps.slice(0, -1).map(({ name, at }, index) => {
    const end = steps[index + 1]?.at ?? at;
    const detail = duration(end.getTime() - at.getTime());
    return { title: name, detail, glyph: "succeeded" };
  });
}

function nowOf(
  job: JobState,
  attempts: readonly EndedAttempt[],
  steps: readonly Step[],
): Moment | undefined {
  if (hasEnded(job)) return endOf(job, attempts.at(-1));
  switch (job.state) {
    case "queued": {
      if (job.attempt === 0) return { title: jobText.STATES["queued"] ?? "", glyph: "queued" };
      if (!job.error && job.nextAttemptAt)
        return { title: jobPageText.goesOn, at: job.nextAttemptAt, glyph: "queued" };
      return { title: jobPageText.waitsForAttempt, at: job.nextAttemptAt, glyph: "retrying" };
    }
    case "waiting":
      return { title: jobPageText.waitsForOthers, glyph: "waiting" };
    case "suspended":
      if (job.gather) return { title: jobPageText.waitsForParts, glyph: "waiting" };
      if (!job.question) return { title: jobText.STATES["suspended"] ?? "", glyph: "waiting" };
      return { title: jobPageText.askedYou, at: job.question.since, glyph: "turn" };
    case "running": {
      const { tries, of } = triesOf(job);
      const detail = jobPageText.attemptOf(tries, of);
      const step = steps.at(-1);
      const at = step?.at ?? job.startedAt;
      return { title: step?.name ?? jobText.STATES["running"] ?? "", detail, at, glyph: "running" };
    }
  }
}

/** Return a job's end, unless its last attempt has said so: a job may also end without one. */
function endOf(job: EndedJob, last: EndedAttempt | undefined): Moment | undefined {
  if (last?.attempt === job.attempt && last.outcome === job.state) return undefined;
  return {
    title: jobText.STATES[job.state] ?? jobPageText.ended,
    at: job.finishedAt,
    glyph: job.state,
  };
}
