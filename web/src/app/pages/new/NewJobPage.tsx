/** What may be asked for, and the form for it. */
import { useCallback, type ReactElement } from "react";

import { useBackgroundJobs, type JobType } from "../../../jobs/index.js";
import { useApi } from "../../api.js";
import { SchemaForm, type Submission } from "../../forms/SchemaForm.js";
import { jobPath, navigate } from "../../router.js";
import { Empty, PageHead, Skeleton, Trouble } from "../../ui/page.js";
import { useAsync } from "../../useAsync.js";
import "./newJob.css";
import { inOrder, TypeList } from "./TypeList.js";

/** The page on which a job begins. */
export default function NewJobPage(props: {
  readonly type: string | undefined;
  readonly from: string | undefined;
}): ReactElement {
  const { type, from } = props;
  const api = useApi();
  const [loaded, reload] = useAsync(useCallback(() => api.jobTypes(), [api]));
  const types = inOrder(loaded.value ?? []);
  const chosen = type === undefined ? types[0] : types.find((one) => one.type === type);
  return (
    <>
      <PageHead title="New analysis" />
      {loaded.state === "failed" && !loaded.value && (
        <Trouble error={loaded.error} onAgain={reload} />
      )}
      {loaded.state === "loading" && <Skeleton lines={6} />}
      {types.length > 0 && (
        <div className="new-job">
          <TypeList types={types} chosen={chosen} />
          {chosen ? (
            <NewJob key={`${chosen.type} ${from ?? ""}`} jobType={chosen} from={from} />
          ) : (
            <Empty title="There is no such analysis">Choose one of those on this page.</Empty>
          )}
        </div>
      )}
    </>
  );
}

function NewJob(props: {
  readonly jobType: JobType;
  readonly from: string | undefined;
}): ReactElement {
  const { jobType, from } = props;
  const api = useApi();
  const readInput = useCallback(
    async () => (from === undefined ? undefined : (await api.read(from)).input),
    [api, from],
  );
  const [input] = useAsync(readInput);
  const send = useSend(jobType.type);
  return (
    <section className="card" aria-labelledby="form-title">
      <h2 id="form-title">{jobType.title}</h2>
      {input.state === "loading" ? (
        <Skeleton lines={4} />
      ) : (
        <SchemaForm jobType={jobType} initial={input.value} onSend={send} />
      )}
    </section>
  );
}

/** Return what submits a job and goes to its page. */
function useSend(type: string): (submission: Submission) => Promise<void> {
  const api = useApi();
  const { createJob } = useBackgroundJobs();
  return async ({ request, tags, file }) => {
    const body = { type, ...request, ...(tags.length > 0 && { options: { tags } }) };
    const { jobId } = file
      ? await api.submitFile(body, file, crypto.getRandomValues(new Uint32Array(4)).join("-"))
      : await createJob(body as never);
    navigate(jobPath(jobId));
    scrollTo(0, 0);
  };
}
