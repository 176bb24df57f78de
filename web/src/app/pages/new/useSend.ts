/** How a filled-in form becomes a job. */
import { useState } from "react";

import { useBackgroundJobs } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import type { Submission } from "../../forms/SchemaForm.js";
import { jobPath, navigate } from "../../router.js";
import { rememberFile, type Beginning } from "./beginning.js";
import { keepKey } from "./submissionKeys.js";

/** Return what submits a job and goes to its page. */
export function useSend(
  type: string,
  beginning: Beginning,
  onSent: () => void,
): (submission: Submission) => Promise<void> {
  const { api } = useSession();
  const { createJob, retryJob } = useBackgroundJobs();
  const [sendUnderKey] = useState(keepKey);
  const submit = async (submission: Submission): Promise<string> => {
    const { request, tags, file } = submission;
    const body = { type, ...request, ...(tags.length > 0 && { options: { tags } }) };
    if (!file) return (await createJob(body as never)).jobId;
    const { jobId } = await sendUnderKey(submission, (key) => api.submitFile(body, file, key));
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
