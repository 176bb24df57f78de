/** Shares as bars. */
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
  readonly more?: React.ReactNode;
}

interface Props {
  readonly label: string;
  readonly bars: readonly ShareBar[];
}

/** Each on the scale of the largest. */
export function ShareBars({ label, bars }: Props): React.ReactNode {
  const largest = Math.max(...bars.map(({ share }) => share), 0.01);
  return (
    <ul className="share-bars list" aria-label={label}>
      {bars.map(({ label: name, share, tone, more }) => (
        <li key={name} data-tone={tone}>
          <span className="share-label">{name}</span>
          <span className="share-track" aria-hidden="true">
            <span style={{ inlineSize: cssPercent(share / largest) }} />
          </span>
          <strong className="number">
            {percent(share)}
            {tone && <span className="visually-hidden">, {TONES[tone]}</span>}
          </strong>
          {more && <small className="share-more">{more}</small>}
        </li>
      ))}
    </ul>
  );
}
