/** A number of 100, drawn. */
import type { ReactElement } from "react";

import "./ring.css";

/** A number of 100 as a ring. */
export function Ring({
  value,
  label,
}: {
  readonly value: number;
  readonly label: string;
}): ReactElement {
  const length = 2 * Math.PI * 42;
  return (
    <div className="ring" role="img" aria-label={`${label}: ${String(Math.round(value))} of 100`}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle cx="50" cy="50" r="42" />
        {value > 0 && (
          <circle
            cx="50"
            cy="50"
            r="42"
            strokeDasharray={`${((value / 100) * length).toFixed(1)} ${length.toFixed(1)}`}
          />
        )}
      </svg>
      <span aria-hidden="true">
        <strong>{Math.round(value)}</strong>
        <small>of 100</small>
      </span>
    </div>
  );
}
