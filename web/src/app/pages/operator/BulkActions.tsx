/** What may be done to all the jobs that the filter lets through, after asking once. */
import { useState, type ReactElement } from "react";

import { JobsApiError, type OperatorOutcome } from "../../../jobs/index.js";
import { useApi, type AppApi } from "../../api.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Confirm.js";
import { Note } from "../../ui/Note.js";
import type { OperatorFilter } from "./filter.js";

interface Props {
  readonly filter: OperatorFilter;
  readonly onDone: () => void;
}

interface Bulk {
  readonly verb: "Retry" | "Cancel";
  readonly run: (api: AppApi) => Promise<OperatorOutcome>;
}

/** Retry or cancel the jobs of a filter. */
export function BulkActions({ filter, onDone }: Props): ReactElement {
  const api = useApi();
  const [asking, setAsking] = useState<OperatorFilter>();
  const [outcome, setOutcome] = useState<OperatorOutcome>();
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const bulk = bulkOf(filter);
  if (!bulk)
    return (
      <p className="hint">
        Queued and running jobs can be cancelled, failed ones retried: choose a status. A cancelled
        job is its owner’s to run again.
      </p>
    );
  const { verb } = bulk;
  const run = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    setOutcome(undefined);
    try {
      setOutcome(await bulk.run(api));
    } catch (caught) {
      setError(caught as Error);
    } finally {
      setBusy(false);
      setAsking(undefined);
      onDone();
    }
  };
  const ask = (about: OperatorFilter | undefined) => (): void => {
    setAsking(about);
  };
  return (
    <div className="bulk-actions">
      {asking === filter ? (
        <Confirm
          label={`${verb} up to 50 jobs?`}
          question={`${verb} up to 50 of them, the newest first?`}
          yes={verb}
          no="Leave them"
          isBusy={isBusy}
          onYes={() => void run()}
          onNo={ask(undefined)}
        />
      ) : (
        <Button disabled={isBusy} onClick={ask(filter)}>
          {verb} these jobs
        </Button>
      )}
      {outcome && <Note tone="good">{describeOutcome(outcome)}</Note>}
      {error && (
        <Note tone="bad">
          {error instanceof JobsApiError ? error.message : "That did not work."}
        </Note>
      )}
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
