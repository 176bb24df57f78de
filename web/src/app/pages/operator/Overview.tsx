/** How the queue stands: jobs by status, failures by code; each number filters the table. */
import type { OperatorOverview } from "../../../jobs/index.js";
import { DataTable } from "../../ui/DataTable.js";
import { StateGlyph } from "../../ui/StateGlyph.js";
import "../../ui/tiles.css";
import { LOCALE } from "../../ui/locale.js";
import { STATE_WORDS } from "../../ui/StatusBadge.js";
import type { OperatorFilterProps } from "./OperatorFilters.js";

type Props = OperatorFilterProps & { readonly overview: OperatorOverview };

export function Overview(props: Props): React.ReactNode {
  return (
    <>
      <Statuses {...props} />
      <section className="card" aria-labelledby="failures">
        <h2 id="failures">Failures by code</h2>
        {props.overview.failures.length === 0 ? (
          <p className="hint">Nothing has failed.</p>
        ) : (
          <Failures {...props} />
        )}
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
            <strong>{count.toLocaleString(LOCALE)}</strong>
            <small>
              <StateGlyph glyph={status} percent={60} /> {STATE_WORDS[status]}
            </small>
            {status === "queued" && waiting}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Failures({ overview: { failures }, filter, onFilter }: Props): React.ReactNode {
  return (
    <DataTable columns={["Code", "Jobs"]} numbers={["Jobs"]}>
      {failures.map(({ code, count }) => (
        <tr key={code}>
          <th scope="row">
            <button
              type="button"
              className="link-button"
              aria-pressed={filter.code === code}
              onClick={onFilter.bind(null, { status: "failed", code })}
            >
              {code}
            </button>
          </th>
          <td className="number">{count.toLocaleString(LOCALE)}</td>
        </tr>
      ))}
    </DataTable>
  );
}
