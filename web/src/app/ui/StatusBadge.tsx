/** A job's state as a shape and a word. */
import { STATES } from "#messages/job";
import { StateGlyph } from "./StateGlyph.js";

interface Props {
  readonly state: string;
  readonly percent?: number | undefined;
}

export function StatusBadge({ state, percent }: Props): React.ReactNode {
  return (
    <span className="badge">
      <StateGlyph glyph={state} percent={percent} />
      {STATES[state] ?? state}
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
