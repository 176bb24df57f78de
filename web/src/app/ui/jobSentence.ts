/** How a job stands, in a sentence. Pure. */
import type { JobState } from "../../jobs/index.js";

/** Return the sentence about a job's state. */
export function sentenceOf(job: JobState): string {
  switch (job.state) {
    case "queued":
      if (job.pending === "create") return "Sending…";
      return job.error ? `${job.error.message} It is tried again.` : "About to start.";
    case "waiting":
      return "Waits for your other jobs.";
    case "running":
      return job.isCancelling ? "Stopping…" : job.progress.message || "Working…";
    case "succeeded":
      return job.summary;
    case "failed":
      return job.error.message;
    case "cancelled":
      return "You cancelled this.";
  }
}
