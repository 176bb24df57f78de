/** How a filled-in form becomes a job. */
import { useJobsClient } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import type { Submission } from "../../forms/SchemaForm.js";
import { jobPath, navigate } from "../../router.js";
import { rememberFile, type Beginning } from "./beginning.js";

/** Return what submits a job and goes to its page. */
export function useSend(
  type: string,
  beginning: Beginning,
  onSent: () => void,
): (submission: Submission) => Promise<void> {
  const { api } = useSession();
  const { createJob, retryJob } = useJobsClient().actions;
  const submit = async (submission: Submission): Promise<string> => {
    const { request, tags, file } = submission;
    const body = { type, ...request, ...(tags.length > 0 && { options: { tags } }) };
    if (!file) return createJob(body);
    const { jobId } = await api.submitFile(body, file);
    rememberFile(jobId, file);
    return jobId;
  };
  return async (submission) => {
    const { jobId: kept } = beginning;
    const isAgain = kept !== undefined && !submission.file;
    const jobId = isAgain
      ? (await retryJob(kept, { input: submission.request, keepSteps: false })).jobId
      : await submit(submission);
    onSent();
    navigate(jobPath(jobId));
    scrollTo(0, 0);
  };
}
