/** A job's state as a shape and a word. */
import { StateGlyph } from "./StateGlyph.js";

/** What each state is called. */
export const STATE_WORDS: Readonly<Record<string, string>> = {
  queued: "Queued",
  waiting: "Waiting",
  running: "Running",
  retrying: "Trying again",
  stopping: "Stopping",
  succeeded: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

interface Props {
  readonly state: string;
  readonly percent?: number | undefined;
}

export function StatusBadge({ state, percent }: Props): React.ReactNode {
  return (
    <span className="badge">
      <StateGlyph glyph={state} percent={percent} />
      {STATE_WORDS[state] ?? state}
    </span>
  );
}

/** A word with a state's shape. */
export function Badge(props: { readonly state: string; readonly word: string }): React.ReactNode {
  return (
    <span className="badge">
      <StateGlyph glyph={props.state} />
      {props.word}
    </span>
  );
}
