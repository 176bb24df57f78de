/** A job's state in a word and a colour. */

/** What each state is called. */
export const STATE_WORDS: Readonly<Record<string, string>> = {
  queued: "Queued",
  waiting: "Waiting",
  running: "Running",
  succeeded: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

export function StatusBadge({ state }: { readonly state: string }): React.ReactNode {
  return <Badge state={state} word={STATE_WORDS[state] ?? state} />;
}

/** A word in a state's colour. */
export function Badge(props: { readonly state: string; readonly word: string }): React.ReactNode {
  return (
    <span className="badge" data-state={props.state}>
      {props.word}
    </span>
  );
}
