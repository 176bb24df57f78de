/** Which questions of jobs this device has notified: each once, in one tab, as ends are. */
import { inOneTab } from "../device/inOneTab.js";
import { keyOf, readStored, writeStored } from "../device/localStorage.js";
import type { SuspendedJob } from "../model/jobState.js";
import type { JobsClient } from "./jobClient.js";

/** So many questions are kept, the last ones. */
const CAPACITY = 100;
/** A hidden tab lets a visible one notify first. */
const HIDDEN_DELAY_MS = 1_000;

/** Return what a job asks, as one word; undefined where it asks nothing. */
export function questionOf(job: SuspendedJob): string | undefined {
  const { jobId, question } = job;
  return question && `${jobId} ${question.name} ${String(question.since.getTime())}`;
}

/**
 * Claim the notification of a question for this tab; whether it has it. Its job is shown again where
 * it was dismissed: a question is news.
 */
export async function claimQuestion(client: JobsClient, job: SuspendedJob): Promise<boolean> {
  const question = questionOf(job);
  const { uid, storage, onChange } = await client.session();
  await new Promise((resolve) => setTimeout(resolve, document.hidden ? HIDDEN_DELAY_MS : 0));
  if (question === undefined || client.user() !== uid) return false;
  const key = keyOf(uid, "questions");
  const isOurs = await inOneTab(`${key}:${question}`, () => {
    const { notified } = readStored(key);
    const known: readonly unknown[] = Array.isArray(notified) ? notified : [];
    if (known.includes(question)) return false;
    writeStored(key, { notified: [...known, question].slice(-CAPACITY) });
    return true;
  });
  if (isOurs) {
    storage.dismiss(job.jobId, false);
    onChange();
  }
  return isOurs;
}
