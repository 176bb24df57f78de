/** What a job asks its owner: the form, until when it waits, and what happens without an answer. */
import { useCallback } from "react";

import * as formText from "#messages/form";
import * as jobPageText from "#messages/jobPage";
import {
  useBackgroundJobs,
  type JobDetails,
  type JobQuestion as Question,
  type JobState,
  type JobType,
} from "../../../jobs/index.js";
import type { AppApi } from "../../api.js";
import { useSession } from "../../auth/signIn.js";
import { SchemaForm, type Submission } from "../../forms/SchemaForm.js";
import { useDraft } from "../../forms/useDraft.js";
import { ValueView } from "../../results/parts/ValueView.js";
import { focusPage, Loaded, Note, Skeleton, Trouble } from "../../ui/page.js";
import { useAsync, type AsyncState } from "../../useAsync.js";

type Fields = Readonly<Record<string, unknown>>;

interface Props {
  readonly job: JobState;
  readonly question: Question;
  readonly details: AsyncState<JobDetails>;
  readonly onReadAgain: () => void;
}

export default function JobQuestion({
  job,
  question,
  details,
  onReadAgain,
}: Props): React.ReactNode {
  const { api } = useSession();
  const { type } = job;
  const { form: name } = question;
  const read = useCallback(() => readForm(api, type, name), [api, type, name]);
  const [form, readAgain] = useAsync(read);
  // What was read before it asked says nothing of the question.
  const isRead = isOf(details.value?.question, question);
  // A form without the facts would be filled in for nothing, and keep none that come later.
  if (!isRead && details.state === "failed")
    return <Trouble error={details.error} onAgain={onReadAgain} />;
  if (!isRead) return <Skeleton lines={4} />;
  const about = details.value?.questionContext;
  const context = isFields(about) ? about : {};
  return (
    <section className="question stack">
      <Loaded from={form} lines={4} onAgain={readAgain}>
        {(input) =>
          input ? (
            <Answer {...{ job, question, context, input }} />
          ) : (
            <Note tone="bad">
              <p>{question.prompt}</p>
              <p>{jobPageText.noSuchForm}</p>
            </Note>
          )
        }
      </Loaded>
      <Context of={isFields(about) ? without(about, form.value?.["properties"]) : about} />
    </section>
  );
}

/** Whether what was read is this very question, and not one of the same name before it. */
function isOf(read: JobDetails["question"], { name, since }: Question): boolean {
  return read?.name === name && new Date(read.since).getTime() === since.getTime();
}

/** Read the schema of a form; null for one that is not known. */
async function readForm(api: AppApi, type: string, name: string): Promise<JobType["input"] | null> {
  const types = await api.jobTypes();
  return types.find((each) => each.type === type)?.forms?.[name] ?? null;
}

interface AnswerProps {
  readonly job: JobState;
  readonly question: Question;
  readonly context: Fields;
  readonly input: JobType["input"];
}

function Answer({ job, question, context, input }: AnswerProps): React.ReactNode {
  const { jobId } = job;
  const { name, prompt, since } = question;
  const { answerJob } = useBackgroundJobs();
  // Asked again, a question is about other facts: what was filled in before says nothing of them.
  const draft = useDraft(`answer:${jobId}:${name}:${String(since.getTime())}`);
  const send = async ({ request }: Submission): Promise<void> => {
    await answerJob(jobId, name, request);
    draft.drop();
    // The form is gone, and the focus would be with it.
    focusPage();
  };
  return (
    <SchemaForm
      form={{ title: prompt, input }}
      hasTags={false}
      verb={jobPageText.sendAnswer}
      starts={context}
      initial={draft.initial}
      onValues={draft.keep}
      onSend={send}
    >
      <p className="hint">
        {jobPageText.onlyAskedOnce} {draft.isKept && formText.draftKept}
      </p>
    </SchemaForm>
  );
}

/** What the question is about, besides what its form shows. */
function Context({ of }: { readonly of: unknown }): React.ReactNode {
  if (of === undefined || (isFields(of) && Object.keys(of).length === 0)) return null;
  return (
    <section className="list">
      <h2>{jobPageText.askedAbout}</h2>
      <ValueView value={of} />
    </section>
  );
}

/** Whether what a question is about has fields, which its form may begin with. */
function isFields(about: unknown): about is Fields {
  return typeof about === "object" && about !== null && !Array.isArray(about);
}

/** Return the fields that a form does not ask for. */
function without(context: Fields, properties: unknown): Fields {
  const names = Object.keys(properties ?? {});
  return Object.fromEntries(Object.entries(context).filter(([name]) => !names.includes(name)));
}
