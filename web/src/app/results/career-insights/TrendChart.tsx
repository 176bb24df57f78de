/** Postings by month over the year before; each month's values by pointer and by arrow keys. */
import { useState } from "react";

import * as insightsText from "#messages/careerInsights";
import { monthName, whole } from "../../messages/intl.js";
import { cssPercent } from "../../ui/cssPercent.js";
import { twoYears, type TwoYears, type YearPoint } from "./geometry.js";
import type { Month } from "./schemas.js";
import "./trend.css";

interface Props {
  readonly months: readonly Month[];
}

export function TrendChart({ months }: Props): React.ReactNode {
  const chart = twoYears(months);
  const { points } = chart;
  const [chosen, setChosen] = useState<number>();
  const point = chosen === undefined ? undefined : points[chosen];
  return (
    <figure className="trend">
      <Values chart={chart} />
      <div
        className="trend-field"
        role="slider"
        tabIndex={0}
        aria-label={insightsText.month}
        aria-valuemin={0}
        aria-valuemax={points.length - 1}
        aria-valuenow={chosen ?? points.length - 1}
        aria-valuetext={sayPoint(point ?? points.at(-1))}
        onPointerMove={(event) => {
          setChosen(nearest(event, points.length));
        }}
        onPointerLeave={setChosen.bind(null, undefined)}
        onBlur={setChosen.bind(null, undefined)}
        onKeyDown={(event) => {
          const next = moved(event.key, chosen ?? points.length - 1, points.length);
          if (next === undefined) return;
          event.preventDefault();
          setChosen(next);
        }}
      >
        <Lines chart={chart} />
        <Ends chart={chart} />
        {point && <Chosen point={point} />}
      </div>
      <MonthNames points={points} />
    </figure>
  );
}

/** Return the month that is nearest to a pointer. */
function nearest(event: React.PointerEvent, count: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  const at = Math.round(((event.clientX - left) / width) * (count - 1));
  return Math.min(count - 1, Math.max(0, at));
}

/** Return the month that a key leads to; nothing where it leads nowhere. */
function moved(key: string, from: number, count: number): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[key];
  return by === undefined ? undefined : Math.min(count - 1, Math.max(0, from + by));
}

function Lines({ chart }: { readonly chart: TwoYears }): React.ReactNode {
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      {chart.ticks.map(({ value, y }) => (
        <path key={value} className="trend-grid" d={`M0 ${String(100 - y)}H100`} />
      ))}
      <path className="trend-area" d={chart.area} />
      <path className="trend-earlier" d={chart.earlierPath} />
      <path className="trend-line" d={chart.path} />
      <path className="trend-line open" d={chart.openPath} />
    </svg>
  );
}

/** The axis of postings; it begins at 0. */
function Values({ chart }: { readonly chart: TwoYears }): React.ReactNode {
  return (
    <div className="trend-values" aria-hidden="true">
      {chart.ticks.map(({ value, y }) => (
        <span key={value} style={{ insetBlockEnd: cssPercent(y / 100) }}>
          {whole(value)}
        </span>
      ))}
    </div>
  );
}

/** The last values, at the ends of their lines; the higher one above. */
function Ends({ chart }: { readonly chart: TwoYears }): React.ReactNode {
  const last = chart.points.at(-1);
  if (!last) return null;
  const { month, earlier } = last;
  const isAbove = !earlier || month.postings >= earlier.postings;
  return (
    <div
      className="trend-ends"
      aria-hidden="true"
      style={{ insetBlockStart: cssPercent(last.y / 100) }}
    >
      <strong style={{ order: isAbove ? 0 : 1 }}>{whole(month.postings)}</strong>
      {earlier && <span>{whole(earlier.postings)}</span>}
    </div>
  );
}

function Chosen({ point }: { readonly point: YearPoint }): React.ReactNode {
  const { x, y, month, earlier } = point;
  return (
    <div
      className="trend-chosen"
      aria-hidden="true"
      style={{ insetInlineStart: cssPercent(x / 100) }}
    >
      <span className="trend-dot" style={{ insetBlockStart: cssPercent(y / 100) }} />
      <p data-side={x > 50 ? "before" : "behind"}>
        <strong>{monthName(month.month, "long")}</strong>
        <span>{countOf(month)}</span>
        {earlier && <span>{postingsIn(earlier)}</span>}
        <span>{insightsText.marketPostings(month.marketPostings)}</span>
      </p>
    </div>
  );
}

function MonthNames({ points }: { readonly points: readonly YearPoint[] }): React.ReactNode {
  return (
    <div className="trend-months" aria-hidden="true">
      {points.map(({ x, month }, index) => {
        const hasYear = index === 0 || month.month.slice(5, 7) === "01";
        return (
          <span key={month.month} style={{ insetInlineStart: cssPercent(x / 100) }}>
            {monthName(month.month, hasYear ? "year" : "short")}
          </span>
        );
      })}
    </div>
  );
}

function postingsIn({ month, postings }: Month): string {
  return insightsText.monthPostings(monthName(month, "long"), postings);
}

function countOf({ postings, isWhole }: Month): string {
  return insightsText.postings(postings, isWhole !== false);
}

function sayPoint(point: YearPoint | undefined): string {
  if (!point) return "";
  const { month, earlier } = point;
  const before = earlier ? `; ${postingsIn(earlier)}` : "";
  return `${monthName(month.month, "long")}: ${countOf(month)}${before}`;
}
