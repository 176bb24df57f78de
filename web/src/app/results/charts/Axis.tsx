/** The numbers of an axis that begins at its left end, over or under what it measures. */
import { percent } from "../../messages/intl.js";
import { cssPercent } from "../../ui/cssPercent.js";
import "./axis.css";

interface Props {
  /** Where each number stands, of 1, and what it says. */
  readonly ticks: readonly (readonly [at: number, text: string])[];
}

export function Axis({ ticks }: Props): React.ReactNode {
  return (
    <span className="chart-axis" aria-hidden="true">
      {ticks.map(([at, text]) => (
        <span key={text} data-end={endOf(at)} style={{ insetInlineStart: cssPercent(at) }}>
          {text}
        </span>
      ))}
    </span>
  );
}

/** Lines behind bars, where the axis has its numbers. */
export function Grid({ ticks }: Props): React.ReactNode {
  return ticks.map(([at, text]) => (
    <span key={text} className="chart-line" style={{ insetInlineStart: cssPercent(at) }} />
  ));
}

/** Shares of a whole: 31% is 31% of the track. */
export const HUNDRED: Props["ticks"] = [
  [0, "0"],
  [0.25, "25"],
  [0.5, "50"],
  [0.75, "75"],
  [1, percent(1)],
];

/** The axis of shares that ends where it still holds the largest, in tens, and says so. */
export function sharesUpTo(largest: number): {
  readonly end: number;
  readonly ticks: Props["ticks"];
} {
  const tens = Math.min(10, Math.max(2, Math.ceil(largest * 10)));
  const step = tens > 5 ? 2 : 1;
  const end = Math.ceil(tens / step) * step;
  const count = end / step;
  const ticks = Array.from({ length: count + 1 }, (_, index): readonly [number, string] => [
    index / count,
    index === count ? percent(end / 10) : String(index * step * 10),
  ]);
  return { end: end / 10, ticks };
}

function endOf(at: number): string | undefined {
  if (at <= 0) return "start";
  return at >= 1 ? "end" : undefined;
}
