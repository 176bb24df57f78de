/**
 * The engraved scale, 0 to 100, a tick a point: what is measured is filled up to ◆, what could be is
 * dotted up to ◇. The same part shows a job's progress, a score and a coverage.
 */

/** A part of the way, from a value on: a step of a job. */
export interface ScalePart {
  readonly from: number;
  readonly name: string;
}

interface ScaleProps {
  readonly value: number;
  /** What it is, for screen readers. */
  readonly label: string;
  /** What a screen reader says of the value. */
  readonly valueText?: string;
  /** Where it could be. */
  readonly reach?: number;
  /** Words above the two marks. */
  readonly above?: React.ReactNode;
  readonly reachAbove?: React.ReactNode;
  /** The steps so far, by where each began; the last one is under way. */
  readonly parts?: readonly ScalePart[];
  /** A progress that moves, or a measure that stands. */
  readonly role?: "progressbar" | "img";
}

export function Scale(props: ScaleProps): React.ReactNode {
  const { value, reach, above, reachAbove, parts = [] } = props;
  return (
    <div className="scale">
      {(above ?? reachAbove) && (
        <div className="scale-above" aria-hidden="true">
          <span style={at(value)}>{above}</span>
          {reach !== undefined && <span style={at(reach)}>{reachAbove}</span>}
        </div>
      )}
      <div className="scale-body" {...ariaOf(props)}>
        <Fill value={value} parts={parts} />
        {reach !== undefined && reach > value && (
          <div
            className="scale-reach"
            style={{ ...at(value), inlineSize: percent(reach - value) }}
          />
        )}
        <Ticks />
        {reach !== undefined && <Mark value={reach} isHollow />}
        <Mark value={value} />
      </div>
      <Numbers />
      {parts.length > 0 && <Words parts={parts} />}
    </div>
  );
}

function ariaOf({ role = "progressbar", label, value, valueText }: ScaleProps) {
  if (role === "img")
    return { role, "aria-label": `${label}: ${String(Math.round(value))} of 100` };
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
    const size = percent(Math.max(0, to - from - gap));
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
        const size = next ? { inlineSize: percent(next.from - from) } : {};
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
  return { insetInlineStart: percent(value) };
}

function percent(value: number): string {
  return `${String(Math.min(100, Math.max(0, value)))}%`;
}
