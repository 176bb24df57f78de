/** What results are drawn with. Every chart's numbers are also there as words. */
import type { ReactElement, ReactNode } from "react";

import type { LevelPay, Month, Quartiles } from "./schemas.js";
import { lineOf, monthName, payAxis, payBar, percent, thousands } from "./numbers.js";

/** A part of a result. */
export function Section(props: {
  readonly title: string;
  readonly children: ReactNode;
  readonly note?: ReactNode;
}): ReactElement {
  return (
    <section className="card">
      <h2>{props.title}</h2>
      {props.children}
      {props.note && <p className="hint">{props.note}</p>}
    </section>
  );
}

/** A bar of a list of bars. */
export interface ShareBar {
  readonly label: string;
  /** Of 1. */
  readonly share: number;
  readonly tone?: "met" | "missing" | undefined;
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
            <span style={{ inlineSize: percentOf(share / largest) }} />
          </span>
          <span className="share-value">
            {percent(share)}
            {tone && (
              <span className="visually-hidden">
                , {tone === "met" ? "you have it" : "missing"}
              </span>
            )}
          </span>
          {more && <span className="share-more">{more}</span>}
        </li>
      ))}
    </ul>
  );
}

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

const WIDTH = 640;
const HEIGHT = 200;
const LEFT = 44;
const FOOT = 28;

/** Postings by month, as a line. */
export function TrendLine({ months }: { readonly months: readonly Month[] }): ReactElement {
  const { points, path, openPath, ticks } = lineOf(months, WIDTH - LEFT - 8, HEIGHT - FOOT - 8);
  const every = Math.max(1, Math.ceil(points.length / 4));
  return (
    <figure className="trend">
      <svg
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        role="img"
        aria-label="Postings by month; the table below has the numbers"
      >
        <g transform={`translate(${String(LEFT)} 8)`}>
          {ticks.map(({ value, y }) => (
            <g key={value}>
              <line className="grid" x1={0} x2={WIDTH - LEFT - 8} y1={y} y2={y} />
              <text className="tick" x={-8} y={y + 4} textAnchor="end">
                {value.toLocaleString()}
              </text>
            </g>
          ))}
          <path className="line" d={path} />
          <path className="line open" d={openPath} />
          {points.map(({ x, y, month }, place) => (
            <g key={month.month}>
              <circle className="dot" cx={x} cy={y} r={3}>
                <title>{`${monthName(month.month)}: ${month.postings.toLocaleString()}`}</title>
              </circle>
              {place % every === 0 && place < points.length - every / 2 && (
                <text
                  className="tick"
                  x={x}
                  y={HEIGHT - FOOT + 12}
                  textAnchor={place === 0 ? "start" : "middle"}
                >
                  {monthName(month.month)}
                </text>
              )}
            </g>
          ))}
        </g>
      </svg>
      <details className="no-print">
        <summary>The numbers</summary>
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Month</th>
                <th scope="col" className="number">
                  Postings
                </th>
                <th scope="col" className="number">
                  Whole market
                </th>
              </tr>
            </thead>
            <tbody>
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
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** What pays how much: the middle half of each group on one axis, the median marked. */
export function PayBars(props: {
  readonly groups: readonly (readonly [label: string, pay: Quartiles | LevelPay])[];
}): ReactElement {
  const axis = payAxis(props.groups.map(([, pay]) => pay));
  return (
    <div className="pay">
      <ul aria-label="Pay by group: lower quartile, median, upper quartile">
        {props.groups.map(([label, pay]) => {
          const { start, middle, end } = payBar(pay, axis);
          return (
            <li key={label}>
              <span className="pay-label">
                {label} <small>{pay.postings.toLocaleString()} postings</small>
              </span>
              <span className="pay-track" aria-hidden="true">
                <span
                  className="pay-box"
                  style={{
                    insetInlineStart: percentOf(start / 100),
                    inlineSize: percentOf((end - start) / 100),
                  }}
                />
                <span
                  className="pay-middle"
                  style={{ insetInlineStart: percentOf(middle / 100) }}
                />
              </span>
              <span className="pay-value">
                <strong>{thousands(pay.medianUsd)}</strong>
                <small>
                  {thousands(pay.lowerUsd)} to {thousands(pay.upperUsd)}
                </small>
              </span>
            </li>
          );
        })}
      </ul>
      <div className="pay-axis" aria-hidden="true">
        {axis.ticks.map((tick) => (
          <span
            key={tick}
            style={{ insetInlineStart: percentOf((tick - axis.from) / (axis.to - axis.from)) }}
          >
            {thousands(tick)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Where the figures are from, and who wrote the words. */
export function Source(props: {
  readonly note: string;
  readonly dataSource: string;
  readonly dataDate: string;
  readonly model: string;
}): ReactElement {
  const { note, dataSource, dataDate, model } = props;
  const writer = model === "offline" ? "rules, without a model" : model;
  return (
    <footer className="source">
      <p>{note}</p>
      <p>
        Figures: {dataSource}, up to {new Date(`${dataDate}T12:00:00Z`).toLocaleDateString()}.
        Words: {writer}; every number in them was checked against the figures.
      </p>
    </footer>
  );
}

function percentOf(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
