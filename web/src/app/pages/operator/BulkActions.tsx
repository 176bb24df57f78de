/** What may be done to all the jobs that the filter lets through, after asking once. */
import { useRef, useState } from "react";

import type { OperatorOutcome } from "../../apiTypes.js";
import type { AppApi } from "../../api.js";
import { useSession } from "../../auth/signIn.js";
import { Button } from "../../ui/Button.js";
import { Note, Trouble } from "../../ui/page.js";
import { useQuestion } from "../../ui/useQuestion.js";
import { useAttempt } from "../../useAttempt.js";
import { changesOf, type Bulk } from "./bulk.js";
import type { OperatorFilter } from "./console.js";

interface Props {
  readonly filter: OperatorFilter;
  /** How many jobs the filter lets through now. */
  readonly total: number;
  readonly onDone: () => void;
}

export function BulkActions({ filter, total, onDone }: Props): React.ReactNode {
  const bulk = changesOf(filter);
  if (!bulk)
    return (
      <p className="hint">
        Queued and running jobs can be cancelled, failed ones retried: choose a status. A cancelled
        job is its owner’s to run again.
      </p>
    );
  return <BulkAction bulk={bulk} total={total} onDone={onDone} />;
}

type ActionProps = Omit<Props, "filter"> & { readonly bulk: Bulk };

function BulkAction({ bulk, total, onDone }: ActionProps): React.ReactNode {
  const { api } = useSession();
  const [question, questionElement] = useQuestion();
  const { isBusy, error, run } = useAttempt();
  const [progress, setProgress] = useState<OperatorOutcome>();
  const isStopped = useRef(false);
  const ask = (): void => {
    isStopped.current = false;
    question({
      ...{
        title: `${bulk.verb} ${total.toLocaleString()} jobs?`,
        yes: bulk.verb,
        no: "Leave them",
      },
      detail: "Each as its owner could, and within their limits. It is written to the audit.",
      onYes: () => void run(() => doAll(api, bulk, setProgress, isStopped).finally(onDone)),
    });
  };
  return (
    <div className="bulk-actions actions">
      {isBusy ? (
        <Button onClick={() => (isStopped.current = true)}>Stop</Button>
      ) : (
        total > 0 && (
          <Button onClick={ask}>
            {bulk.verb} {total.toLocaleString()}…
          </Button>
        )
      )}
      {progress && <Note tone="good">{describe(progress, isBusy ? total : undefined)}</Note>}
      {error && <Trouble error={error} />}
      {questionElement}
    </div>
  );
}

/** Do it call by call, until none is left or it is stopped. */
async function doAll(
  api: AppApi,
  bulk: Bulk,
  onProgress: (sum: OperatorOutcome) => void,
  isStopped: { readonly current: boolean },
): Promise<void> {
  let sum: OperatorOutcome = { done: 0, refused: [] };
  let cursor: string | undefined;
  do {
    const outcome = await bulk.run(api, cursor);
    sum = { done: sum.done + outcome.done, refused: added(sum.refused, outcome.refused) };
    onProgress(sum);
    cursor = outcome.nextCursor;
  } while (cursor !== undefined && !isStopped.current);
}

type Refused = OperatorOutcome["refused"];

function added(some: Refused, more: Refused): Refused {
  const reasons = [...new Set([...some, ...more].map(({ reason }) => reason))];
  const of = (list: Refused, reason: string): number =>
    list.find((each) => each.reason === reason)?.count ?? 0;
  return reasons.map((reason) => ({ reason, count: of(some, reason) + of(more, reason) }));
}

function describe({ done, refused }: OperatorOutcome, total: number | undefined): string {
  const words = {
    limit: "beyond their owner’s limits",
    changed: "changed meanwhile",
    cancelled: "cancelled by their owner",
    part: "parts of other jobs, which are to be retried instead",
  };
  const left = refused.map(({ reason, count }) => `${String(count)} ${words[reason]}`);
  const of = total === undefined ? "" : ` of ${String(total)}`;
  return [`${String(done)}${of} done`, ...left].join("; ") + ".";
}
