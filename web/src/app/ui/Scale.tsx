/**
 * The engraved scale, 0 to 100, a tick a point: what is measured is filled up to ◆, what could be is
 * dotted up to ◇. The same part shows a job's progress, a score and a coverage.
 */
import { cssPercent } from "./cssPercent.js";
import { alignLabels } from "./scaleLabels.js";

/** A part of the way, from a value on: a step of a job. */
export interface ScalePart {
  readonly from: number;
  readonly name: string;
}

interface ScaleProps {
  readonly value: number;
  /** What it is, for screen readers; of a measure that stands, all that is to be said. */
  readonly label: string;
  /** What a screen reader says of the value. */
  readonly valueText?: string;
  /** Where it could be, and where it was. */
  readonly reach?: number | undefined;
  readonly before?: number | undefined;
  /** Words above the marks. */
  readonly above?: React.ReactNode;
  readonly reachAbove?: React.ReactNode;
  readonly beforeAbove?: React.ReactNode;
  /** The steps so far, by where each began; the last one is under way. */
  readonly parts?: readonly ScalePart[];
  /** A progress that moves, or a measure that stands. */
  readonly role?: "progressbar" | "img";
}

export function Scale(props: ScaleProps): React.ReactNode {
  const { value, reach, before, parts = [] } = props;
  return (
    <div className="scale">
      {(props.above ?? props.reachAbove) && <Above {...props} />}
      <div className="scale-body" {...ariaOf(props)}>
        <Fill value={value} parts={parts} />
        {reach !== undefined && reach > value && (
          <div
            className="scale-reach"
            style={{ ...at(value), inlineSize: lengthOf(reach - value) }}
          />
        )}
        <Ticks />
        {before !== undefined && <Mark value={before} isHollow />}
        {reach !== undefined && <Mark value={reach} isHollow />}
        <Mark value={value} />
      </div>
      <Numbers />
      {parts.length > 0 && <Words parts={parts} />}
    </div>
  );
}

/** The words above the marks; one with a mark on each side needs none: its number is beside. */
function Above({ value, reach, before, ...words }: ScaleProps): React.ReactNode {
  const marks = [
    { place: before, words: words.beforeAbove },
    ...(before !== undefined && reach !== undefined ? [] : [{ place: value, words: words.above }]),
    { place: reach, words: words.reachAbove },
  ].filter(({ place }) => place !== undefined);
  const sides = alignLabels(marks.map(({ place = 0 }) => place));
  return (
    <div className="scale-above" aria-hidden="true">
      {marks.map(({ place = 0, words: said }, index) => (
        <span key={index} data-side={sides[index]} style={at(place)}>
          {said}
        </span>
      ))}
    </div>
  );
}

function ariaOf({ role = "progressbar", label, value, valueText }: ScaleProps) {
  if (role === "img") return { role, "aria-label": label };
  return {
    role,
    "aria-label": label,
    "aria-valuemin": 0,
    "aria-valuemax": 100,
    "aria-valuenow": Math.round(value),
    "aria-valuetext": valueText,
  };
}

/** The way so far, cut where a step ended. */
function Fill(props: {
  readonly value: number;
  readonly parts: readonly ScalePart[];
}): React.ReactNode {
  const { value, parts } = props;
  const starts = [0, ...parts.map(({ from }) => from).filter((from) => from > 0 && from < value)];
  return starts.map((from, index) => {
    const gap = index > 0 ? 0.3 : 0;
    const to = starts[index + 1] ?? value;
    const size = lengthOf(Math.max(0, to - from - gap));
    return (
      <div
        key={from}
        className="scale-part scale-fill"
        style={{ ...at(from + gap), inlineSize: size }}
      />
    );
  });
}

const lines = (step: number, height: number, isTaken: (at: number) => boolean): string =>
  Array.from({ length: 101 }, (_, place) => place)
    .filter((place) => place % step === 0 && isTaken(place))
    .map((place) => `M${String(place)} 0v${String(height)}`)
    .join("");
const FINE = lines(1, 6, (place) => place % 5 !== 0);
const MINOR = lines(5, 9, (place) => place % 10 !== 0);
const MAJOR = lines(10, 14, () => true);

function Ticks(): React.ReactNode {
  return (
    <svg className="scale-ticks" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
      <path className="minor fine" d={FINE} />
      <path className="minor" d={MINOR} />
      <path d={MAJOR} />
    </svg>
  );
}

function Mark(props: { readonly value: number; readonly isHollow?: boolean }): React.ReactNode {
  return (
    <svg
      className={props.isHollow ? "scale-mark hollow" : "scale-mark"}
      style={at(props.value)}
      viewBox="-2 -2 24 24"
      aria-hidden="true"
    >
      <path d="M10 0l10 10-10 10L0 10z" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

const TENS = Array.from({ length: 11 }, (_, ten) => ten * 10);

function Numbers(): React.ReactNode {
  return (
    <ol className="scale-numbers" aria-hidden="true">
      {TENS.map((ten) => (
        <li key={ten} style={at(ten)}>
          {ten}
        </li>
      ))}
    </ol>
  );
}

/** The steps' names; each has the room up to the next one. */
function Words({ parts }: { readonly parts: readonly ScalePart[] }): React.ReactNode {
  return (
    <ol className="scale-words">
      {parts.map(({ from, name }, index) => {
        const next = parts[index + 1];
        const size = next ? { inlineSize: lengthOf(next.from - from) } : {};
        return (
          <li key={from} style={{ ...at(from), ...size }} aria-current={next ? undefined : "step"}>
            {name}
          </li>
        );
      })}
    </ol>
  );
}

function at(value: number): { readonly insetInlineStart: string } {
  return { insetInlineStart: lengthOf(value) };
}

function lengthOf(value: number): string {
  return cssPercent(Math.min(100, Math.max(0, value)) / 100);
}
