/** A job's state in a word and a colour. */
import type { ReactElement } from "react";

/** What each state is called. */
export const STATE_WORDS: Readonly<Record<string, string>> = {
  queued: "Queued",
  waiting: "Waiting",
  running: "Running",
  succeeded: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** A job's state. */
export function StatusBadge({ state }: { readonly state: string }): ReactElement {
  return (
    <span className="badge" data-state={state}>
      {STATE_WORDS[state] ?? state}
    </span>
  );
}
