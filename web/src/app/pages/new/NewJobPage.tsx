/** What may be asked for, and the form for it. */
import { useCallback } from "react";

import { useBackgroundJobs, type JobType } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { SchemaForm, type Submission } from "../../forms/SchemaForm.js";
import { jobPath, navigate } from "../../router.js";
import { Empty, Loaded, PageHead, Skeleton } from "../../ui/page.js";
import { useAsync } from "../../useAsync.js";
import "./newJob.css";
import { inOrder, TypeList } from "./TypeList.js";

interface Props {
  readonly type: string | undefined;
  /** A job whose request the form begins with. */
  readonly from: string | undefined;
}

export default function NewJobPage({ type, from }: Props): React.ReactNode {
  const { api } = useSession();
  const [loaded, reload] = useAsync(useCallback(async () => inOrder(await api.jobTypes()), [api]));
  const draw = (types: readonly JobType[]): React.ReactNode => {
    const chosen = type === undefined ? types[0] : types.find((one) => one.type === type);
    return (
      <div className="new-job">
        <TypeList types={types} chosen={chosen} />
        {chosen ? (
          <NewJob key={`${chosen.type} ${from ?? ""}`} jobType={chosen} from={from} />
        ) : (
          <Empty title="There is no such analysis">Choose one of those on this page.</Empty>
        )}
      </div>
    );
  };
  return (
    <>
      <PageHead title="New analysis" />
      <Loaded from={loaded} lines={6} onAgain={reload}>
        {draw}
      </Loaded>
    </>
  );
}

function NewJob({
  jobType,
  from,
}: Pick<Props, "from"> & { readonly jobType: JobType }): React.ReactNode {
  const { api } = useSession();
  const readInput = useCallback(
    async () => (from === undefined ? undefined : (await api.read(from)).input),
    [api, from],
  );
  const [input] = useAsync(readInput);
  const [suggestions] = useAsync(useCallback(() => api.suggestions(), [api]));
  const send = useSend(jobType.type);
  return (
    <section className="card" aria-labelledby="form-title">
      <h2 id="form-title">{jobType.title}</h2>
      {input.state === "loading" ? (
        <Skeleton lines={4} />
      ) : (
        <SchemaForm
          {...{ jobType, initial: input.value, suggestions: suggestions.value }}
          onSend={send}
        />
      )}
    </section>
  );
}

/** Return what submits a job and goes to its page. */
function useSend(type: string): (submission: Submission) => Promise<void> {
  const { api } = useSession();
  const { createJob } = useBackgroundJobs();
  return async ({ request, tags, file }) => {
    const body = { type, ...request, ...(tags.length > 0 && { options: { tags } }) };
    const jobId = file ? (await api.submitFile(body, file)).jobId : await createJob(body);
    navigate(jobPath(jobId));
    scrollTo(0, 0);
  };
}
