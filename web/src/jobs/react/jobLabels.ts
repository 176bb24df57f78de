/** What the notifications say and draw; an application may replace each. */
import type { Eta } from "../model/eta.js";
import type { JobState } from "../model/jobState.js";
import type { Connection } from "../model/listener.js";

/** The words of the notifications, and what a type of job is called and drawn as. */
export interface JobLabels {
  readonly region: string;
  readonly cancel: string;
  readonly retry: string;
  readonly open: string;
  /** Where a job's question is answered. */
  readonly answer: string;
  /** Run it once more with another request: where trying again cannot help. */
  readonly change: string;
  readonly dismiss: string;
  readonly dismissAll: string;
  /** Close what a phone opens. */
  readonly close: string;
  readonly refused: string;
  title(type: string): string;
  /** The `d` of an SVG path on a field of 24 by 24, drawn as a line. */
  icon(type: string): string;
  /** What a job is doing, one line. */
  status(job: JobState): string;
  /** When a job under way will be done, a few words. */
  eta(eta: Eta): string;
  /** What a screen reader says when a job has ended, or asks something. */
  ended(title: string, status: string): string;
  more(count: number): string;
  /** What stands at the foot: how many are under way. */
  underWay(count: number): string;
  /** What a phone shows beside the first one's name. */
  others(count: number): string;
  less: string;
  /** What is wrong with the connection; "" if nothing is. */
  connection(connection: Connection): string;
}

const DEFAULT_ICON =
  "M12 3v4m0 10v4M3 12h4m10 0h4M6 6l2.500 2.500m7 7L18 18M6 18l2.500-2.500m7-7L18 6";

/** In English. */
export const ENGLISH: JobLabels = {
  region: "Background jobs",
  cancel: "Cancel",
  retry: "Try again",
  open: "Open result",
  answer: "Answer",
  change: "Change and run again",
  dismiss: "Dismiss",
  dismissAll: "Dismiss all",
  close: "Close",
  refused: "That did not work. Try again in a moment.",
  title(type) {
    const words = type.replaceAll("-", " ");
    return words.charAt(0).toUpperCase() + words.slice(1);
  },
  icon: () => DEFAULT_ICON,
  status: statusText,
  eta: etaText,
  ended: (title, status) => `${title}: ${status}`,
  more: (count) => `Show ${String(count)} more`,
  underWay: (count) => (count === 0 ? "" : `${String(count)} under way`),
  others: (count) => (count === 0 ? "" : `and ${String(count)} more`),
  less: "Show fewer",
  connection({ state, isBlocked, error }) {
    if (state === "offline") return "You are offline. This is the last state we know.";
    if (isBlocked) return "Live updates are blocked here; checking every few seconds.";
    return error?.message ?? "";
  },
};

function statusText(job: JobState): string {
  switch (job.state) {
    case "queued":
      if (job.pending === "create") return "Sending…";
      if (job.pause?.by === "operator") return "Paused by the operator. It starts by itself later.";
      return job.error ? `${job.error.message} It is tried again.` : "About to start.";
    case "waiting":
      return "Waits for your other jobs.";
    case "running":
      return job.isCancelling ? "Stopping…" : job.progress.message || "Working…";
    case "suspended":
      return job.question ? `Needs your answer. ${job.question.prompt}` : "Waits.";
    case "succeeded":
      return job.summary || "Done";
    case "failed":
      return job.error.message || "This did not work";
    case "cancelled":
      return "You cancelled this.";
  }
}

function etaText(eta: Eta): string {
  switch (eta.kind) {
    case "again":
      return `Again in ${span(eta.inMs)}`;
    case "place":
      return eta.place === 1 ? "Next in line" : `Number ${String(eta.place)} in line`;
    case "late":
      return "Takes longer than usual";
    case "range": {
      const [from, to] = [span(eta.fromMs), span(eta.toMs)];
      if (eta.fromMs < 1000) return `Up to ${to}`;
      return from === to ? `About ${to}` : `About ${from} to ${to}`;
    }
  }
}

function span(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  return seconds < 90 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`;
}

/** Return a job's name: its title, or where there is none, what its type is called. */
export function jobName(
  { title, type }: { readonly title?: string; readonly type: string },
  labels: JobLabels,
): string {
  return title?.length ? title : labels.title(type);
}
