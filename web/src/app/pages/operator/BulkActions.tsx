/** What may be done to all the jobs that the filter lets through, after asking once. */
import { useState } from "react";

import type { OperatorOutcome } from "../../apiTypes.js";
import type { AppApi } from "../../api.js";
import { useSession } from "../../auth/signIn.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Confirm.js";
import { Note, Trouble } from "../../ui/page.js";
import { useAttempt } from "../../useAttempt.js";
import type { OperatorFilter } from "./OperatorFilters.js";

interface Props {
  readonly filter: OperatorFilter;
  readonly onDone: () => void;
}

interface Bulk {
  readonly verb: "Retry" | "Cancel";
  readonly run: (api: AppApi) => Promise<OperatorOutcome>;
}

export function BulkActions({ filter, onDone }: Props): React.ReactNode {
  const bulk = bulkOf(filter);
  if (bulk) return <BulkAction filter={filter} bulk={bulk} onDone={onDone} />;
  return (
    <p className="hint">
      Queued and running jobs can be cancelled, failed ones retried: choose a status. A cancelled
      job is its owner’s to run again.
    </p>
  );
}

function BulkAction({ filter, bulk, onDone }: Props & { readonly bulk: Bulk }): React.ReactNode {
  const { api } = useSession();
  const [asking, setAsking] = useState<OperatorFilter>();
  const [outcome, setOutcome] = useState<OperatorOutcome>();
  const { isBusy, error, run } = useAttempt();
  const { verb } = bulk;
  const work = async (): Promise<void> => {
    setOutcome(undefined);
    try {
      setOutcome(await bulk.run(api));
    } finally {
      setAsking(undefined);
      onDone();
    }
  };
  const confirm = {
    label: `${verb} up to 50 jobs?`,
    question: `${verb} up to 50 of them, the newest first?`,
    ...{ yes: verb, onYes: () => void run(work), no: "Leave them" },
  };
  return (
    <div className="bulk-actions actions">
      {asking === filter ? (
        <Confirm {...confirm} isBusy={isBusy} onNo={setAsking.bind(null, undefined)} />
      ) : (
        <Button disabled={isBusy} onClick={setAsking.bind(null, filter)}>
          {verb} these jobs
        </Button>
      )}
      {outcome && <Note tone="good">{describeOutcome(outcome)}</Note>}
      {error && <Trouble error={error} />}
    </div>
  );
}

/** Return what can be done to jobs of the filter's status; it takes one status at a time. */
function bulkOf({ status, type, code }: OperatorFilter): Bulk | undefined {
  const more = { ...(type !== undefined && { type }), ...(code !== undefined && { code }) };
  switch (status) {
    case "failed":
      return { verb: "Retry", run: (api) => api.retryAll({ ...more, status }) };
    case "queued":
    case "running":
      return { verb: "Cancel", run: (api) => api.cancelAll({ ...more, status }) };
    case "cancelled":
    case "succeeded":
    case undefined:
      return undefined;
  }
}

function describeOutcome({ done, refused, nextCursor }: OperatorOutcome): string {
  const words = {
    limit: "beyond their owner’s limits",
    changed: "changed meanwhile",
    cancelled: "cancelled by their owner",
  };
  const left = refused.map(({ reason, count }) => `${String(count)} ${words[reason]}`);
  const more = nextCursor === undefined ? [] : ["there are more: do it again"];
  return [`${String(done)} done`, ...left, ...more].join("; ") + ".";
}
