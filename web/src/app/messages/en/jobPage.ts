/** The page of a job, but for its result. */
import type { ErrorCode } from "../../../jobs/index.js";
import { duration, percent, plural, span, whole } from "../intl.js";

export const noSuchJob = "There is no such job";
export const noSuchJobWhy = "It was deleted, or it belongs to another account.";
export const notSeen = "This job was not seen on this device before.";

/** What the browser's tab says. */
export const runningTitle = (done: number, name: string): string => `${percent(done)} ${name}`;
export const stateTitle = (state: string, name: string): string => `${state}: ${name}`;

export const rename = "Rename";
export const nameOfJob = "Name of the job";
export const save = "Save";
export const leaveIt = "Leave it";
export const repeatThis = "Repeat this…";
export const stopping = "Stopping…";
export const attemptOf = (attempt: number, of: number): string =>
  `try ${whole(attempt)} of ${whole(of)}`;

export const progressText = (done: number, step: string): string => `${percent(done)}: ${step}`;
/** How long jobs took: half of them, and nine of ten. */
interface Times {
  readonly count: number;
  readonly halfMs: number;
  readonly mostMs: number;
}
export const usual = ({ count, halfMs, mostMs }: Times): string =>
  `Half of your last ${whole(count)} took ${span(halfMs)}, nine of ten ${span(mostMs)}.`;
export const usualOfAll = ({ count, halfMs, mostMs }: Times): string =>
  `Half of the last ${whole(count)} took ${span(halfMs)}, nine of ten ${span(mostMs)}.`;
export const nextTry = (milliseconds: number): string =>
  `Next try in ${span(milliseconds)}. Finished steps are kept.`;
export const stepsKept = "Finished steps are kept.";
export const answerBy = (when: string): string => `It waits for you until ${when}.`;
export const answerLate = "Its time is up. Until that is noticed, an answer still counts.";
export const goesOnWithout = "Without an answer it goes on by itself.";
export const failsWithout = "Without an answer it ends without a result.";
export const sendAnswer = "Send answer";
export const onlyAskedOnce = "An answer cannot be changed once it is sent.";
export const askedAbout = "What this is about";
export const suspendedWhy = "It goes on by itself once what it waits for is there.";
export const parts = "Its parts";
export const partsWhy = "Each is a job of its own.";
export const goesOnAfterParts =
  "It goes on by itself when they have ended. You can close this page meanwhile.";
export const partOf = "Part of another job";
export const isPart = "It is tried again, and deleted, with the job that it is a part of.";
export const wholeJob = "Open that job";
export const resting = "It rests, and goes on by itself from where it was.";
export const askedYou = "It asks you";
export const noSuchForm =
  "This question cannot be drawn here yet. Load the page again in a minute; your answer is waited for.";
/** A time as `about 20 s`, and a place as `second in line`. */
export const likelyIn = (time: string): string => `Likely done in ${time}.`;
export const itIs = (place: string): string => `It is ${place}.`;
export const later = "It starts later than usual.";
export const longer = (milliseconds: number): string =>
  `It takes longer than usual: ${span(milliseconds)} so far.`;
export const soFar = (milliseconds: number): string => `${span(milliseconds)} so far.`;
export const mayLeave = "You can leave this page.";

export const cancelledTitle = "You cancelled this";
export const cancelledWhy =
  "Nothing more happens. Run it again, and finished steps are not paid for twice.";
export const queued =
  "A worker takes it up within seconds. What it finds appears here while it works.";
export const waiting =
  "So many of your jobs may run at once, and they do. This one starts by itself when one of them is done.";
export const retrying =
  "Nothing is lost: finished steps are kept, and the next attempt goes on from there.";
export const mayClose = "You can close this page. It goes on, and the result waits in My jobs.";
export const whatYouCanDo = "What you can do";
export const wasTried = (times: number): string => {
  const tried = times > 1 ? plural(times, { other: "It was tried, # times." }) : "It was tried.";
  return `${tried} Trying again later may help; finished steps are kept.`;
};
export const partFailed = "The job that it is a part of says what became of the whole.";
export const willNotHelp =
  "Trying it again as it is will not help. Change what you asked for: the form begins with it.";
export const progress = "Progress";
export const soFarTitle = "So far";
export const stillWritten = "The words are still being written.";
export const appearsHere = "What it finds appears here while it works.";
export const writtenSoFar = "What is written so far";

export const whatHappened = "What happened";
export const whatWasAsked = "What was asked";

/** Why an attempt failed. */
export const REASONS: Readonly<Record<ErrorCode, string>> = {
  aborted: "the machine stopped",
  "already-exists": "it was there already",
  cancelled: "it was cancelled",
  "deadline-exceeded": "it took too long",
  "failed-precondition": "it cannot be done as it was asked for",
  internal: "a defect of ours",
  "invalid-argument": "something that was asked for cannot be used",
  "not-found": "something it needs is gone",
  "permission-denied": "it was not allowed",
  "resource-exhausted": "a limit was reached",
  unauthenticated: "it was not signed in",
  unavailable: "a service could not be reached",
};

export const submitted = "Submitted";
export const took = (milliseconds: number): string => `took ${duration(milliseconds)}`;
export const waited = (milliseconds: number): string => `waited ${duration(milliseconds)}`;
export const triedAgain = "it is tried again";
/** How an attempt ended. */
export const ATTEMPTS = {
  succeeded: (attempt: number): string => `Attempt ${whole(attempt)} succeeded`,
  cancelled: (attempt: number): string => `Attempt ${whole(attempt)} was cancelled`,
  failed: (attempt: number): string => `Attempt ${whole(attempt)} failed`,
  asked: (attempt: number): string => `Attempt ${whole(attempt)} stopped to ask you`,
  gathered: (attempt: number): string => `Attempt ${whole(attempt)} stopped to wait for its parts`,
  waits: (attempt: number): string => `Attempt ${whole(attempt)} stopped to wait`,
  interrupted: (attempt: number): string => `Attempt ${whole(attempt)} was interrupted`,
} as const;
export const waitsForAttempt = "Waits for its next attempt";
export const goesOn = "Goes on by itself";
export const waitsForParts = "Waits for its parts";
export const waitsForOthers = "Waits for your other jobs";
export const ended = "Ended";
