/** Shares as bars on an axis that begins at 0 and says where it ends, with the table behind it. */
import * as resultText from "#messages/result";
import { percent } from "../../messages/intl.js";
import { cssPercent } from "../../ui/cssPercent.js";
import { PlainTable } from "../parts/PlainTable.js";
import { Axis, Grid, sharesUpTo } from "./Axis.js";
import "./shareTable.css";

interface Row {
  readonly name: string;
  /** Of 1. */
  readonly share: number;
  /** What stands behind the share: "24 postings". */
  readonly more?: string;
}

interface Props {
  /** What each row is. */
  readonly label: string;
  /** What `more` is. */
  readonly moreLabel?: string;
  readonly rows: readonly Row[];
}

export function ShareTable({ label, moreLabel, rows }: Props): React.ReactNode {
  const { end, ticks } = sharesUpTo(Math.max(...rows.map(({ share }) => share)));
  const columns = [label, resultText.share, ...(moreLabel === undefined ? [] : [moreLabel])];
  return (
    <div>
      <ul className="shares">
        <li className="shares-head" aria-hidden="true">
          <span>{label}</span>
          <Axis ticks={ticks} />
          <span />
          {moreLabel !== undefined && <span className="number">{moreLabel}</span>}
        </li>
        {rows.map(({ name, share, more }) => (
          <li key={name}>
            <span>{name}</span>
            <span className="chart-track" title={resultText.shareOf(name, share)}>
              <Grid ticks={ticks} />
              <span
                className="chart-bar"
                data-mark="us"
                style={{ inlineSize: cssPercent(share / end) }}
              />
            </span>
            <strong className="number">{percent(share)}</strong>
            {moreLabel !== undefined && <span className="number">{more}</span>}
          </li>
        ))}
      </ul>
      <PlainTable
        columns={columns}
        rows={rows.map(({ name, share, more = "" }) =>
          [name, percent(share), more].slice(0, columns.length),
        )}
      />
    </div>
  );
}
