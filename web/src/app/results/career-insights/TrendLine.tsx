/** Postings by month, as a line and as a table. */
import type { Month } from "./schemas.js";
import { DataTable } from "../../ui/DataTable.js";
import { monthName } from "../numbers.js";
import { lineOf, type Line } from "./geometry.js";
import "./trendLine.css";

const WIDTH = 640;
const HEIGHT = 200;
const LEFT = 44;
const FOOT = 28;
const COLUMNS = ["Month", "Postings", "Whole market"];

interface Props {
  readonly months: readonly Month[];
}

export function TrendLine({ months }: Props): React.ReactNode {
  const line = lineOf(months, WIDTH - LEFT - 8, HEIGHT - FOOT - 8);
  return (
    <figure className="trend">
      <svg
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        role="img"
        aria-label="Postings by month; the table below has the numbers"
      >
        <g transform={`translate(${String(LEFT)} 8)`}>
          <Grid line={line} />
          <path className="line" d={line.path} />
          <path className="line open" d={line.openPath} />
          <Points line={line} />
        </g>
      </svg>
      <MonthTable months={months} />
    </figure>
  );
}

function Grid({ line }: { readonly line: Line }): React.ReactNode {
  return line.ticks.map(({ value, y }) => (
    <g key={value}>
      <line className="grid" x1={0} x2={WIDTH - LEFT - 8} y1={y} y2={y} />
      <text className="tick" x={-8} y={y + 4} textAnchor="end">
        {value.toLocaleString()}
      </text>
    </g>
  ));
}

function Points({ line: { points } }: { readonly line: Line }): React.ReactNode {
  const every = Math.max(1, Math.ceil(points.length / 4));
  const isNamed = (index: number): boolean =>
    index % every === 0 && index < points.length - every / 2;
  const foot = { className: "tick", y: HEIGHT - FOOT + 12 };
  return points.map(({ x, y, month }, index) => (
    <g key={month.month}>
      <circle className="dot" cx={x} cy={y} r={3}>
        <title>{`${monthName(month.month)}: ${month.postings.toLocaleString()}`}</title>
      </circle>
      {isNamed(index) && (
        <text {...foot} x={x} textAnchor={index === 0 ? "start" : "middle"}>
          {monthName(month.month)}
        </text>
      )}
    </g>
  ));
}

function MonthTable({ months }: Props): React.ReactNode {
  return (
    <details className="no-print">
      <summary className="hint">The numbers</summary>
      <DataTable columns={COLUMNS} numbers={COLUMNS.slice(1)}>
        {months.map(({ month, postings, marketPostings, isWhole }) => (
          <tr key={month}>
            <th scope="row">
              {monthName(month)}
              {isWhole === false && " (not over)"}
            </th>
            <td className="number">{postings.toLocaleString()}</td>
            <td className="number">{marketPostings.toLocaleString()}</td>
          </tr>
        ))}
      </DataTable>
    </details>
  );
}
