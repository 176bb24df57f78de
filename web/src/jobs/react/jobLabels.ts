/** Every word that the notifications say; an application may replace each. */
import type { JobState } from "../model/jobState.js";
import type { Connection } from "../model/listener.js";
import { titleOf } from "./jobTitles.js";

/** The words of the notifications. */
export interface JobLabels {
  readonly region: string;
  readonly cancel: string;
  readonly retry: string;
  readonly open: string;
  readonly dismiss: string;
  readonly refused: string;
  title(type: string): string;
  /** What a job is doing, one line. */
  status(job: JobState): string;
  /** What a screen reader says when a job has ended. */
  ended(title: string, status: string): string;
  more(count: number): string;
  less: string;
  /** What is wrong with the connection; "" if nothing is. */
  connection(connection: Connection): string;
}

/** In English. */
export const ENGLISH: JobLabels = {
  region: "Background jobs",
  cancel: "Cancel",
  retry: "Try again",
  open: "Open result",
  dismiss: "Dismiss",
  refused: "That did not work. Try again in a moment.",
  title: titleOf,
  status: statusText,
  ended: (title, status) => `${title}: ${status}`,
  more: (count) => `Show ${String(count)} more`,
  less: "Show fewer",
  connection({ state }) {
    if (state === "offline") return "You are offline. This is the last state we know.";
    return state === "polling" ? "Live updates are blocked here; checking every few seconds." : "";
  },
};

function statusText(job: JobState): string {
  switch (job.state) {
    case "queued":
      if (job.pending === "create") return "Sending…";
      return job.error ? "Trying again soon" : "About to start";
    case "waiting":
      return "Waiting for your other jobs";
    case "running":
      return job.isCancelling ? "Stopping…" : job.progress.message || "Working…";
    case "succeeded":
      return job.summary || "Done";
    case "failed":
      return job.error.message || "This did not work";
    case "cancelled":
      return "Cancelled";
  }
}
