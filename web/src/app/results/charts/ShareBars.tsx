/** Shares as bars. */
import type { ReactElement, ReactNode } from "react";

import { cssPercent, percent } from "../numbers.js";
import "./shareBars.css";

const TONES = { met: "you have it", missing: "missing" } as const;

/** A bar of a list of bars. */
export interface ShareBar {
  readonly label: string;
  /** Of 1. */
  readonly share: number;
  readonly tone?: keyof typeof TONES | undefined;
  /** What stands behind the number. */
  readonly more?: ReactNode;
}

/** Shares as bars, each on the scale of the largest. */
export function ShareBars(props: {
  readonly label: string;
  readonly bars: readonly ShareBar[];
}): ReactElement {
  const largest = Math.max(...props.bars.map(({ share }) => share), 0.01);
  return (
    <ul className="share-bars" aria-label={props.label}>
      {props.bars.map(({ label, share, tone, more }) => (
        <li key={label} data-tone={tone}>
          <span className="share-label">{label}</span>
          <span className="share-track" aria-hidden="true">
            <span style={{ inlineSize: cssPercent(share / largest) }} />
          </span>
          <span className="share-value">
            {percent(share)}
            {tone && <span className="visually-hidden">, {TONES[tone]}</span>}
          </span>
          {more && <span className="share-more">{more}</span>}
        </li>
      ))}
    </ul>
  );
}
