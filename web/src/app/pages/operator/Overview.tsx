/** How the queue stands: jobs by status, failures by code. */
import type { ReactElement } from "react";

import type { OperatorOverview } from "../../../jobs/index.js";
import "../../results/charts/shareBars.css";
import { cssPercent } from "../../results/numbers.js";
import "../../ui/tiles.css";
import { STATE_WORDS } from "../../ui/StatusBadge.js";
import type { OperatorFilterProps } from "./filter.js";

type Props = OperatorFilterProps & { readonly overview: OperatorOverview };

/** How the queue stands; each number filters the table. */
export function Overview(props: Props): ReactElement {
  return (
    <>
      <Statuses {...props} />
      <section className="card" aria-labelledby="failures">
        <h2 id="failures">Failures by code</h2>
        {props.overview.failures.length === 0 && <p className="hint">Nothing has failed.</p>}
        <Failures {...props} />
      </section>
    </>
  );
}

function Statuses({ overview, filter, onFilter }: Props): ReactElement {
  return (
    <ul className="tiles counts" aria-label="Jobs by status">
      {overview.statuses.map(({ status, count }) => (
        <li key={status}>
          <button
            type="button"
            aria-pressed={filter.status === status && !filter.code}
            onClick={() => {
              onFilter({ status });
            }}
          >
            <strong>{count.toLocaleString()}</strong>
            <span>{STATE_WORDS[status]}</span>
            {status === "queued" && overview.waiting > 0 && (
              <small>{overview.waiting} wait their turn</small>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Failures({ overview: { failures }, filter, onFilter }: Props): ReactElement {
  const largest = Math.max(1, ...failures.map(({ count }) => count));
  return (
    <ul className="share-bars">
      {failures.map(({ code, count }) => (
        <li key={code} data-tone="bad">
          <button
            type="button"
            className="share-label as-link"
            aria-pressed={filter.code === code}
            onClick={() => {
              onFilter({ status: "failed", code });
            }}
          >
            {code}
          </button>
          <span className="share-track" aria-hidden="true">
            <span style={{ inlineSize: cssPercent(count / largest) }} />
          </span>
          <span className="share-value">{count.toLocaleString()}</span>
        </li>
      ))}
    </ul>
  );
}
