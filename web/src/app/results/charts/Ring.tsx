/** A number of 100 as a ring. */
import "./ring.css";

const CIRCLE = { cx: 50, cy: 50, r: 42 };

interface Props {
  readonly value: number;
  readonly label: string;
}

export function Ring({ value, label }: Props): React.ReactNode {
  const number = String(Math.round(value));
  return (
    <div className="ring" role="img" aria-label={`${label}: ${number} of 100`}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle {...CIRCLE} />
        {value > 0 && (
          <circle {...CIRCLE} pathLength={100} strokeDasharray={`${String(value)} 100`} />
        )}
      </svg>
      <span aria-hidden="true">
        <strong>{number}</strong>
        <small>of 100</small>
      </span>
    </div>
  );
}
