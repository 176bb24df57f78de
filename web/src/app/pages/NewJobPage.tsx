/** What may be asked for, and the form for it. */
import { useCallback, type ReactElement } from "react";

import { useBackgroundJobs, type JobType } from "../../jobs/index.js";
import { useApi } from "../api.js";
import { SchemaForm, type Wanted } from "../forms/SchemaForm.js";
import { jobPath, Link, navigate } from "../router.js";
import { JobIcon } from "../ui/JobIcon.js";
import { Empty, PageHead, Skeleton, Trouble } from "../ui/page.js";
import { useAsk } from "../useAsk.js";

const ABOUT: Readonly<Record<string, string>> = {
  "skill-gap-analysis": "What a role asks for, what you have, and what to learn first.",
  "resume-optimization": "A sharper résumé for a role, without a single invented fact.",
  "career-insights": "How a line of business is hiring: pay, demand, employers, skills.",
};

/** The page on which a job begins. */
export default function NewJobPage(props: {
  readonly type: string | undefined;
  readonly from: string | undefined;
}): ReactElement {
  const { type, from } = props;
  const api = useApi();
  const [asked, again] = useAsk(useCallback(() => api.jobTypes(), [api]));
  const types = asked.answer ?? [];
  const chosen = type === undefined ? preferred(types) : types.find((one) => one.type === type);
  return (
    <>
      <PageHead title="New analysis" />
      {asked.state === "failed" && !asked.answer && <Trouble error={asked.error} onAgain={again} />}
      {asked.state === "loading" && <Skeleton lines={6} />}
      {types.length > 0 && (
        <div className="new-job">
          <nav aria-label="Kinds of analysis" className="type-list">
            {inOrder(types).map((one) => (
              <Link
                key={one.type}
                href={`/new/${one.type}`}
                className="type-card"
                aria-current={one === chosen ? "page" : undefined}
              >
                <JobIcon type={one.type} />
                <span>
                  <strong>{one.title}</strong>
                  {ABOUT[one.type] && <small>{ABOUT[one.type]}</small>}
                </span>
              </Link>
            ))}
          </nav>
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
  const [before] = useAsk(
    useCallback(
      async () => (from === undefined ? undefined : (await api.read(from)).input),
      [api, from],
    ),
  );
  const { createJob } = useBackgroundJobs();
  const send = async ({ request, tags, file }: Wanted): Promise<void> => {
    const body = { type: jobType.type, ...request, ...(tags.length > 0 && { options: { tags } }) };
    const { jobId } = file
      ? await api.submitFile(body, file, crypto.getRandomValues(new Uint32Array(4)).join("-"))
      : await createJob(body as never);
    navigate(jobPath(jobId));
    scrollTo(0, 0);
  };
  return (
    <section className="card" aria-labelledby="form-title">
      <h2 id="form-title">{jobType.title}</h2>
      {before.state === "loading" ? (
        <Skeleton lines={4} />
      ) : (
        <SchemaForm jobType={jobType} initial={before.answer} onSend={send} />
      )}
    </section>
  );
}

const ORDER = Object.keys(ABOUT);

/** The ones that everybody knows come first; a new one stands behind them. */
function inOrder(types: readonly JobType[]): readonly JobType[] {
  const place = ({ type }: JobType): number =>
    ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length;
  return [...types].sort((a, b) => place(a) - place(b));
}

function preferred(types: readonly JobType[]): JobType | undefined {
  return inOrder(types)[0];
}
