/** What may be asked for, the form for it, and what comes of it. */
import { useCallback } from "react";

import * as formText from "#messages/form";
import type { JobType } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { SchemaForm } from "../../forms/SchemaForm.js";
import { useDraft } from "../../forms/useDraft.js";
import { Empty, Loaded, PageHead, Skeleton, usePageTitle } from "../../ui/page.js";
import { useAsync } from "../../useAsync.js";
import { readBeginning, type Beginning } from "./beginning.js";
import "./newJob.css";
import { SendHint } from "./SendHint.js";
import { inOrder, TypeList } from "./TypeList.js";
import { useSend } from "./useSend.js";
import { WhatYouGet } from "./WhatYouGet.js";

/** What a form starts with, where that is not nothing: who fills it in is there to be asked. */
const STARTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "career-report": { askMe: true },
  "resume-optimization": { askMe: true },
};

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
          <NewJob key={chosen.type + location.search} jobType={chosen} from={from} />
        ) : (
          <Empty isPart title={formText.noSuchAnalysis}>
            {formText.chooseOneHere}
          </Empty>
        )}
      </div>
    );
  };
  return (
    <>
      <PageHead title={formText.whatToKnow} />
      <Loaded from={loaded} lines={6} onAgain={reload}>
        {draw}
      </Loaded>
    </>
  );
}

interface NewJobProps {
  readonly jobType: JobType;
  readonly from: string | undefined;
}

function NewJob({ jobType, from }: NewJobProps): React.ReactNode {
  const { api } = useSession();
  usePageTitle(formText.newTitle(jobType.title));
  const [beginning] = useAsync(useCallback(() => readBeginning(api, from), [api, from]));
  if (beginning.state === "loading") return <Skeleton lines={6} />;
  // Both at once: what stands below the form on a telephone would be pushed down by it.
  return (
    <>
      <Form jobType={jobType} beginning={beginning.value ?? {}} />
      <WhatYouGet type={jobType.type} />
    </>
  );
}

interface FormProps {
  readonly jobType: JobType;
  readonly beginning: Beginning;
}

function Form({ jobType, beginning }: FormProps): React.ReactNode {
  const { api } = useSession();
  const { type } = jobType;
  const [suggestions] = useAsync(useCallback(() => api.suggestions(), [api]));
  const draft = useDraft(type);
  const send = useSend(type, beginning, draft.drop);
  return (
    <section className="new-form">
      {beginning.name !== undefined && <p className="hint">{formText.fromJob(beginning.name)}</p>}
      <SchemaForm
        {...{ form: jobType, suggestions: suggestions.value, keptName: beginning.keptName }}
        verb={formText.TYPES[type]?.verb}
        help={formText.TYPES[type]?.help}
        starts={STARTS[type]}
        initial={beginning.request ?? draft.initial}
        initialFile={beginning.file}
        onValues={draft.keep}
        onSend={send}
      >
        <SendHint type={type} mayAsk={jobType.forms !== undefined} isKept={draft.isKept} />
      </SchemaForm>
    </section>
  );
}
