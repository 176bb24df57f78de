/** Which job types are paused, and the buttons that pause and resume them. */
import { useCallback, useState } from "react";

import * as text from "#messages/pausedTypes";
import type { Schemas } from "../../apiTypes.js";
import { useSession } from "../../auth/signIn.js";
import { useTitles } from "../../jobTypes.js";
import { exactTime } from "../../messages/intl.js";
import { Button } from "../../ui/Button.js";
import { Loaded, Trouble } from "../../ui/page.js";
import { useAsync } from "../../useAsync.js";
import { useAttempt } from "../../useAttempt.js";
import { useRefresh } from "./useRefresh.js";

type Pause = Schemas["TypePause"];

const REFRESH_MS = 10_000;
/** As many characters as the API takes. */
const MAX_REASON = 200;

export function PausedTypes(): React.ReactNode {
  const { api, person } = useSession();
  const titleOf = useTitles();
  const [paused, reload] = useAsync(useCallback(() => api.pauses(), [api]));
  const { isBusy, error, run } = useAttempt();
  useRefresh(REFRESH_MS, reload);
  const change = (work: Promise<unknown>): void => void run(() => work.finally(reload));
  return (
    <section className="card" aria-labelledby="paused-types">
      <h2 id="paused-types">{text.title}</h2>
      <Loaded from={paused} lines={1} onAgain={reload}>
        {({ types }) => (
          <ul>
            {Object.entries(types).map(([type, pause]) => (
              <li key={type}>
                <strong>{titleOf(type)}</strong> {wordsOf(pause)}{" "}
                {person.isOperator && (
                  <Button
                    disabled={isBusy}
                    aria-label={text.resumeOf(titleOf(type))}
                    onClick={() => {
                      change(api.resumeType(type));
                    }}
                  >
                    {text.resume}
                  </Button>
                )}
              </li>
            ))}
            {Object.keys(types).length === 0 && <li className="hint">{text.none}</li>}
          </ul>
        )}
      </Loaded>
      {person.isOperator && (
        <PauseForm
          isBusy={isBusy}
          onPause={(type, reason) => {
            change(api.pauseType(type, reason));
          }}
        />
      )}
      {error && <Trouble error={error} />}
    </section>
  );
}

interface FormProps {
  readonly isBusy: boolean;
  readonly onPause: (type: string, reason: string) => void;
}

function PauseForm({ isBusy, onPause }: FormProps): React.ReactNode {
  const { api } = useSession();
  const [declared, reload] = useAsync(useCallback(() => api.jobTypes(), [api]));
  const [chosen, setChosen] = useState<string>();
  const [reason, setReason] = useState("");
  return (
    <Loaded from={declared} lines={1} onAgain={reload}>
      {(types) => (
        <form
          className="actions"
          onSubmit={(event) => {
            event.preventDefault();
            const type = chosen ?? types[0]?.type;
            if (type !== undefined) onPause(type, reason.trim());
            setReason("");
          }}
        >
          <label>
            {text.type}{" "}
            <select
              value={chosen}
              onChange={(event) => {
                setChosen(event.target.value);
              }}
            >
              {types.map(({ type, title }) => (
                <option key={type} value={type}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <label>
            {text.reason}{" "}
            <input
              required
              pattern=".*\S.*"
              maxLength={MAX_REASON}
              value={reason}
              onChange={(event) => {
                setReason(event.target.value);
              }}
            />
          </label>
          <Button type="submit" disabled={isBusy}>
            {text.pause}
          </Button>
          <p className="hint">{text.hint}</p>
        </form>
      )}
    </Loaded>
  );
}

function wordsOf({ by, since, until, reason }: Pause): string {
  if (by === "quota") return text.byQuota(until ? exactTime(new Date(until)) : "–");
  return text.byOperator(since ? exactTime(new Date(since)) : "–", reason ?? "–");
}
