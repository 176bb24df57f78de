/** A job's name, which its owner may change. */
import { useState } from "react";

import * as jobPageText from "#messages/jobPage";
import type { JobState } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { Button } from "../../ui/Button.js";
import { instead, onText } from "../../ui/events.js";
import { Icon } from "../../ui/Icon.js";
import { Trouble } from "../../ui/page.js";
import { useAttempt } from "../../useAttempt.js";

interface Props {
  readonly job: JobState;
  readonly name: string;
}

export function JobName({ job, name }: Props): React.ReactNode {
  const [isEditing, setEditing] = useState(false);
  const toggle = (): void => {
    setEditing(!isEditing);
  };
  if (isEditing) return <NameForm job={job} name={name} onEnd={toggle} />;
  return (
    <div className="job-title">
      <h1>{name}</h1>
      {job.pending !== "create" && (
        <button
          type="button"
          className="rename no-print"
          aria-label={jobPageText.rename}
          onClick={toggle}
        >
          <Icon name="pen" />
        </button>
      )}
    </div>
  );
}

const LONGEST = 120;

function NameForm({ job, name, onEnd }: Props & { readonly onEnd: () => void }): React.ReactNode {
  const { api } = useSession();
  const [text, setText] = useState(name);
  const { isBusy, error, run } = useAttempt();
  const save = async (): Promise<void> => {
    if (text.trim() && text.trim() !== name) await api.rename(job.jobId, text.trim());
    onEnd();
  };
  return (
    <form className="rename-form" onSubmit={instead(() => void run(save))}>
      <input
        type="text"
        aria-label={jobPageText.nameOfJob}
        autoFocus
        maxLength={LONGEST}
        value={text}
        onChange={onText(setText)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onEnd();
        }}
      />
      <Button type="submit" look="primary" disabled={isBusy}>
        {jobPageText.save}
      </Button>
      <Button onClick={onEnd}>{jobPageText.leaveIt}</Button>
      {error && <Trouble error={error} />}
    </form>
  );
}
