/** What is said of a job wherever it is shown: its type, its state, and what can be done with it. */
import { plural, whole } from "../intl.js";

/** What each state is called. */
export const STATES: Readonly<Record<string, string>> = {
  queued: "Queued",
  waiting: "Waiting",
  running: "Running",
  turn: "Needs your answer",
  suspended: "Suspended",
  retrying: "Trying again",
  stopping: "Stopping",
  succeeded: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** Return what a field or a type is called by its name: `targetRole` is "Target role". */
export function labelOf(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").replaceAll(/[-_]/g, " ");
  const plain = words.toLowerCase().replaceAll(/\bresume\b/g, "résumé");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

export const sending = "Sending…";
export const aboutToStart = "About to start.";
export const paused = "Paused by the operator. It starts by itself when that is over.";
export const waiting = "Waiting. Starts when one of your others is done.";
export const stopping = "Stopping. It ends after the step it is in.";
export const needsAnswer = (prompt: string): string => `Needs your answer: ${prompt}`;
export const suspended = "Waiting for what it needs.";
export const gathers = (parts: number): string =>
  `Waiting for its ${plural(parts, { one: "part", other: "# parts" })}.`;
/** A job that rests, or starts at a time. */
export const goesOn = (when: string): string => `Goes on ${when}.`;
export const starts = (when: string): string => `Starts ${when}.`;
export const atTime = (time: string): string => `at ${time}`;
export const working = "Working";
export const done = "Done.";
export const failed = "This did not work";
export const cancelledWhileRunning = "You cancelled this while it ran.";
export const cancelled = "You cancelled this.";
export const nextAttempt = (attempt: number, of: number): string =>
  `Try ${whole(attempt)} of ${whole(of)} starts by itself.`;

export const status = "Status";
export const type = "Type";
export const tag = "Tag";
export const tags = "Tags";
export const any = "Any";

export const answer = "Answer";
export const cancel = "Cancel";
export const changeAndRun = "Change and run again";
export const remove = "Delete";
export const removeOne = (name: string): string => `Delete “${name}”?`;
export const removeMany = (count: number): string =>
  `Delete ${plural(count, { one: "# job", other: "# jobs" })}?`;
export const removeDetail = "What was asked, the file and the result go for good.";
export const keep = "Keep";
/** A deed on a job, for screen readers. */
export const deedOn = (deed: string, name: string): string => `${deed}: ${name}`;

export const offline = "You are offline";
export const aboutThisJob = "About this job";
