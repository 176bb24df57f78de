/** The engraved scale: 0 to 100, a tick a point; a filled mark where you are, hollow ones elsewhere. */
import { cssPercent } from "../../ui/cssPercent.js";
import { alignLabels } from "./labels.js";
import "./scale.css";

/** A place on the scale. */
export interface Mark {
  readonly value: number;
  /** What stands over it: a number in it is set off. */
  readonly label: string;
}

interface Props {
  /** What is measured. */
  readonly label: string;
  readonly now: Mark;
  /** Where it could be. */
  readonly goal?: Mark | undefined;
  /** Where it was. */
  readonly before?: Mark | undefined;
}

const TICKS = Array.from({ length: 101 }, (_, point) => point);
const NUMBERS = TICKS.filter((point) => point % 10 === 0);
const PATH = TICKS.map((x) => `M${String(x)} 0V${String(lengthOf(x))}`).join("");

/** A number of 100, with where it was and could be. */
export function Scale({ label, now, goal, before }: Props): React.ReactNode {
  const marks = [before, now, goal].filter((mark) => mark !== undefined);
  const words = marks.map(({ value, label: said }) => `${said}: ${String(Math.round(value))}`);
  return (
    <div className="engraved" role="img" aria-label={`${label}, of 100. ${words.join("; ")}.`}>
      <div aria-hidden="true">
        <Labels marks={marks} now={now} />
        <svg viewBox="0 0 100 16" preserveAspectRatio="none">
          <path d={PATH} vectorEffect="non-scaling-stroke" />
        </svg>
        <span className="engraved-fill" style={{ inlineSize: cssPercent(now.value / 100) }} />
        {goal && goal.value > now.value && (
          <span className="engraved-way" style={lineOf(now.value, goal.value)} />
        )}
        {marks.map((mark) => (
          <span
            key={mark.label}
            className={mark === now ? "engraved-mark now" : "engraved-mark"}
            style={{ insetInlineStart: cssPercent(mark.value / 100) }}
          />
        ))}
        <Numbers />
      </div>
    </div>
  );
}

function Labels(props: { readonly marks: readonly Mark[]; readonly now: Mark }): React.ReactNode {
  const { marks, now } = props;
  // With one before it and one behind, the mark in the middle needs no words: its number is beside.
  const said = marks.length > 2 ? marks.filter((mark) => mark !== now) : marks;
  const sides = alignLabels(said.map(({ value }) => value));
  return (
    <div className="engraved-labels">
      {said.map(({ value, label }, index) => (
        <span
          key={label}
          data-side={sides[index]}
          style={{ insetInlineStart: cssPercent(value / 100) }}
        >
          {label}
        </span>
      ))}
    </div>
  );
}

function Numbers(): React.ReactNode {
  return (
    <div className="engraved-numbers">
      {NUMBERS.map((number) => (
        <span key={number} style={{ insetInlineStart: cssPercent(number / 100) }}>
          {number}
        </span>
      ))}
    </div>
  );
}

function lineOf(from: number, to: number): React.CSSProperties {
  return { insetInlineStart: cssPercent(from / 100), inlineSize: cssPercent((to - from) / 100) };
}

function lengthOf(point: number): number {
  if (point % 10 === 0) return 16;
  return point % 5 === 0 ? 11 : 7;
}
