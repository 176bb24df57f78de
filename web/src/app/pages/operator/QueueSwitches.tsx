/** Which queues are paused; an operator pauses and resumes them. */
import { useCallback } from "react";

import * as text from "#messages/queues";
import { useJobsClient } from "../../../jobs/index.js";
import { request } from "../../../jobs/request.js";
import type { Schemas } from "../../apiTypes.js";
import { useSession } from "../../auth/signIn.js";
import { Button } from "../../ui/Button.js";
import { Loaded, Trouble } from "../../ui/page.js";
import { useQuestion } from "../../ui/useQuestion.js";
import { useAsync } from "../../useAsync.js";
import { useAttempt } from "../../useAttempt.js";
import { useRefresh } from "./useRefresh.js";

type Queues = Schemas["OperatorQueues"];
type Queue = Queues["queues"][number];

/** Two calls of Cloud Tasks each time. */
const LOOK_MS = 15_000;

export function QueueSwitches(): React.ReactNode {
  const client = useJobsClient();
  const [queues, reload] = useAsync(
    useCallback(() => request<Queues>(client, "/operator/queues"), [client]),
  );
  useRefresh(LOOK_MS, reload);
  return (
    <section aria-label={text.queues}>
      <Loaded from={queues} lines={1} onAgain={reload}>
        {(value) =>
          value.queues.map((each) => <QueueSwitch key={each.queue} {...each} onDone={reload} />)
        }
      </Loaded>
    </section>
  );
}

function QueueSwitch(props: Queue & { readonly onDone: () => void }): React.ReactNode {
  const { queue, paused, onDone } = props;
  const client = useJobsClient();
  const { person } = useSession();
  const [question, questionElement] = useQuestion();
  const { isBusy, error, run } = useAttempt();
  const change = (verb: "pause" | "resume"): void => {
    const post = { method: "POST", body: JSON.stringify({ queue }) } as const;
    void run(() => request(client, `/operator/${verb}-queue`, post).finally(onDone));
  };
  const ask = (): void => {
    question({
      title: text.pauseTitle(queue),
      detail: text.pauseDetail,
      yes: text.pauseYes,
      no: text.pauseNo,
      onYes: change.bind(null, "pause"),
    });
  };
  return (
    <div className={paused ? "note queue-switch" : "queue-switch"} role="status">
      <strong>{text.stateOf(queue, paused)}.</strong> {paused && text.MEANS[queue]}{" "}
      {person.isOperator && (
        <Button disabled={isBusy} onClick={paused ? change.bind(null, "resume") : ask}>
          {paused ? text.resume(queue) : text.pause(queue)}
        </Button>
      )}
      {error && <Trouble error={error} />}
      {questionElement}
    </div>
  );
}
