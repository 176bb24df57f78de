/** How the queue stands: jobs by status, failures by code; each number filters the table. */
import type { OperatorOverview } from "../../apiTypes.js";
import "../../results/charts/shareBars.css";
import { cssPercent } from "../../results/numbers.js";
import "../../ui/tiles.css";
import { STATE_WORDS } from "../../ui/StatusBadge.js";
import type { OperatorFilterProps } from "./OperatorFilters.js";

type Props = OperatorFilterProps & { readonly overview: OperatorOverview };

export function Overview(props: Props): React.ReactNode {
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

function Statuses({ overview, filter, onFilter }: Props): React.ReactNode {
  const waiting = overview.waiting > 0 && <small>{overview.waiting} wait their turn</small>;
  return (
    <ul className="tiles counts" aria-label="Jobs by status">
      {overview.statuses.map(({ status, count }) => (
        <li key={status}>
          <button
            type="button"
            aria-pressed={filter.status === status && !filter.code}
            onClick={onFilter.bind(null, { status })}
          >
            <strong>{count.toLocaleString()}</strong>
            <small>{STATE_WORDS[status]}</small>
            {status === "queued" && waiting}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Failures({ overview: { failures }, filter, onFilter }: Props): React.ReactNode {
  const largest = Math.max(1, ...failures.map(({ count }) => count));
  return (
    <ul className="share-bars list">
      {failures.map(({ code, count }) => (
        <li key={code} data-tone="bad">
          <button
            type="button"
            className="share-label as-link"
            aria-pressed={filter.code === code}
            onClick={onFilter.bind(null, { status: "failed", code })}
          >
            {code}
          </button>
          <span className="share-track" aria-hidden="true">
            <span style={{ inlineSize: cssPercent(count / largest) }} />
          </span>
          <strong className="number">{count.toLocaleString()}</strong>
        </li>
      ))}
    </ul>
  );
}
