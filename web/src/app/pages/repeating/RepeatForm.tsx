/** Make a schedule from a job: how often, and when. */
import { useCallback, useId, useState } from "react";

import * as text from "#messages/repeating";
import { randomKey } from "../../../jobs/client/jobSession.js";
import { JobsApiError, type JobDetails } from "../../../jobs/index.js";
import type { Schedules } from "../../../jobs/schedules.js";
import { useSession } from "../../auth/signIn.js";
import { nameOf } from "../../jobWords.js";
import { Link } from "../../router.js";
import { Button } from "../../ui/Button.js";
import { focusPage, Loaded, Note, Trouble } from "../../ui/page.js";
import { useAsync } from "../../useAsync.js";
import { useAttempt } from "../../useAttempt.js";
import { BEGINNING, ownZone, recurrenceOf, type Chosen } from "./recurrence.js";

interface Props {
  readonly create: Schedules["create"];
  readonly onMade: () => void;
}

export function RepeatForm({ from, ...props }: Props & { readonly from: string }): React.ReactNode {
  const { api } = useSession();
  const [job, readAgain] = useAsync(useCallback(() => api.read(from), [api, from]));
  return (
    <Loaded from={job} lines={3} onAgain={readAgain}>
      {(details) => {
        const file = "file" in details ? details.file : undefined;
        // The API refuses it: a schedule keeps no file.
        if (file) return <Note tone="bad">{text.noFile}</Note>;
        return <FormOf job={details} {...props} />;
      }}
    </Loaded>
  );
}

function FormOf({ job, create, onMade }: Props & { readonly job: JobDetails }): React.ReactNode {
  const [chosen, setChosen] = useState(BEGINNING);
  const [key, setKey] = useState(randomKey);
  const { isBusy, error, run } = useAttempt();
  const zone = ownZone();
  const choose = (change: Partial<Chosen>): void => {
    setChosen((before) => ({ ...before, ...change }));
    // What is corrected is another request.
    setKey(randomKey());
  };
  const send = async (): Promise<void> => {
    const { type, input, tags } = job;
    const when = recurrenceOf(chosen, zone);
    await create({ type, input: input as object, tags, title: nameOf(job), ...when }, key);
    onMade();
  };
  return (
    <form
      className="list repeat-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run(send);
      }}
    >
      <h2>{text.repeatThis(nameOf(job))}</h2>
      <Choice
        label={text.howOften}
        names={text.OFTEN}
        value={chosen.often}
        onChoose={(often) => {
          choose({ often: often as Chosen["often"] });
        }}
      />
      <When chosen={chosen} choose={choose} />
      {chosen.often !== "hours" && <p className="hint">{text.inZone(zone)}</p>}
      <p className="hint">{text.counts}</p>
      {error && <Refusal error={error} />}
      <div className="actions">
        <Button type="submit" look="primary" disabled={isBusy}>
          {text.repeat}
        </Button>
        <Link className="button" href="/repeating" onClick={focusPage}>
          {text.leaveIt}
        </Link>
      </div>
    </form>
  );
}

/** Why it was refused: what is wrong with a field says more than that one is. */
function Refusal({ error }: { readonly error: Error }): React.ReactNode {
  const [first] = error instanceof JobsApiError ? error.violations : [];
  return first ? <Note tone="bad">{first.message}</Note> : <Trouble error={error} />;
}

interface WhenProps {
  readonly chosen: Chosen;
  readonly choose: (change: Partial<Chosen>) => void;
}

function When({ chosen, choose }: WhenProps): React.ReactNode {
  const { often } = chosen;
  if (often === "hours")
    return (
      <Entry
        label={text.hoursApart}
        value={chosen.hours}
        type="number"
        onText={(hours) => {
          choose({ hours });
        }}
      />
    );
  if (often === "cron")
    return (
      <Entry
        label={text.cron}
        value={chosen.cron}
        type="text"
        onText={(cron) => {
          choose({ cron });
        }}
      />
    );
  return (
    <>
      {often === "week" && (
        <Choice
          label={text.on}
          names={text.DAYS}
          // An object has its whole numbers first; a week begins on Monday here.
          order={["1", "2", "3", "4", "5", "6", "0"]}
          value={chosen.day}
          onChoose={(day) => {
            choose({ day });
          }}
        />
      )}
      <Entry
        label={text.at}
        value={chosen.time}
        type="time"
        onText={(time) => {
          choose({ time });
        }}
      />
    </>
  );
}

function Choice(props: {
  readonly label: string;
  readonly names: Readonly<Record<string, string>>;
  readonly order?: readonly string[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}): React.ReactNode {
  const id = useId();
  const { names, order = Object.keys(names) } = props;
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        value={props.value}
        onChange={(event) => {
          props.onChoose(event.target.value);
        }}
      >
        {order.map((value) => (
          <option key={value} value={value}>
            {names[value]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Entry(props: {
  readonly label: string;
  readonly value: string;
  readonly type: "text" | "time" | "number";
  readonly onText: (text: string) => void;
}): React.ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        type={props.type}
        required
        min={props.type === "number" ? 1 : undefined}
        max={props.type === "number" ? 720 : undefined}
        value={props.value}
        onChange={(event) => {
          props.onText(event.target.value);
        }}
      />
    </div>
  );
}
