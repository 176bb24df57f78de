/** Four charts on one line of time: jobs, waits, runs, cost. One hairline goes through all. */
import { useState } from "react";

import { DataTable } from "../../ui/DataTable.js";
import { duration, exactTime, fullTime, money, timeOfDay } from "../../messages/intl.js";
import { axisTo, HEIGHT, heightOf, lineOf, middleOf, placeAt, WIDTH } from "./chart.js";
import type { Activity, Bucket } from "./console.js";

interface ChartProps {
  readonly activity: Activity;
  readonly place: number | undefined;
  readonly onPlace: (place: number | undefined) => void;
}

const seconds = (value: number): string => duration(value * 1000);

export function ActivityCharts({ activity }: { readonly activity: Activity }): React.ReactNode {
  const [place, setPlace] = useState<number>();
  const chart = { activity, place, onPlace: setPlace };
  return (
    <section className="paper series-sheet" aria-label="What happened lately">
      <Jobs {...chart} />
      <Times {...chart} title="Wait before the start" of={(bucket) => bucket.wait} />
      <Times {...chart} title="Run" of={(bucket) => bucket.run} />
      <Cost {...chart} />
      <Values activity={activity} />
    </section>
  );
}

function Jobs(props: ChartProps): React.ReactNode {
  const { buckets } = props.activity;
  const largest = Math.max(1, ...buckets.flatMap((each) => [each.submitted, each.failed]));
  const [half, end] = axisTo(largest);
  const bar = (WIDTH / buckets.length) * 0.7;
  // As much room below zero as the failures need, on the same scale.
  const below = Math.max(0.2, ...buckets.map(({ failed }) => failed / end));
  const describe = ({ submitted, succeeded, failed }: Bucket): string =>
    `${String(submitted)} submitted, ${String(succeeded)} done, ${String(failed)} failed`;
  return (
    <Chart {...props} title="Jobs" below={below} describe={describe} axis={[half, end].map(String)}>
      {buckets.map((bucket, place) => {
        const left = middleOf(place, buckets.length) - bar / 2;
        const up = heightOf(bucket.submitted, end);
        const down = (bucket.failed / end) * HEIGHT;
        return (
          <g key={bucket.startsAt}>
            <rect className="us" x={left} y={up} width={bar} height={HEIGHT - up} />
            <rect className="bad" x={left} y={HEIGHT} width={bar} height={down} />
          </g>
        );
      })}
    </Chart>
  );
}

type TimesProps = ChartProps & {
  readonly title: string;
  readonly of: (bucket: Bucket) => Bucket["wait"];
};

function Times({ of, ...props }: TimesProps): React.ReactNode {
  const spreads = props.activity.buckets.map(of);
  const [half, end] = axisTo(Math.max(0, ...spreads.map((each) => each?.p95 ?? 0)));
  const describe = (bucket: Bucket): string => {
    const spread = of(bucket);
    if (!spread) return "no job ended";
    return `half within ${seconds(spread.p50)}, 19 of 20 within ${seconds(spread.p95)}`;
  };
  return (
    <Chart {...props} describe={describe} axis={[half, end].map(seconds)}>
      <path
        className="light"
        d={lineOf(
          spreads.map((each) => each?.p95),
          end,
        )}
      />
      <path
        className="strong"
        d={lineOf(
          spreads.map((each) => each?.p50),
          end,
        )}
      />
    </Chart>
  );
}

function Cost(props: ChartProps): React.ReactNode {
  const costs = props.activity.buckets.map(({ costUsd }) => costUsd);
  const sum = costs.reduce((total, each) => total + each, 0);
  const [half, end] = axisTo(Math.max(0, ...costs));
  const title = `Cost, ${money(sum)} in all`;
  const describe = ({ costUsd }: Bucket): string => money(costUsd);
  return (
    <Chart {...props} title={title} describe={describe} axis={[half, end].map(money)}>
      <path className="strong" d={lineOf(costs, end)} />
    </Chart>
  );
}

interface FrameProps extends ChartProps {
  readonly title: string;
  readonly describe: (bucket: Bucket) => string;
  /** What stands at half and at the end of the axis. */
  readonly axis: readonly string[];
  /** How much room there is below zero, as a share of that above. */
  readonly below?: number;
  readonly children: React.ReactNode;
}

function Chart(props: FrameProps): React.ReactNode {
  const { title, activity, place, below = 0, axis } = props;
  const { buckets, since, until } = activity;
  const shown = place === undefined ? undefined : buckets[place];
  return (
    <figure className="series">
      <figcaption>
        <strong>{title}</strong>
        <span aria-live="polite">{shown ? tell(props, shown) : legendOf(below, axis)}</span>
      </figcaption>
      <div className="series-field" {...pointing(props)}>
        <svg
          viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT * (1 + below))}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {[0, HEIGHT / 2, HEIGHT].map((at) => (
            <line key={at} className="grid" x2={WIDTH} y1={at} y2={at} />
          ))}
          {props.children}
          {place !== undefined && <Hairline at={middleOf(place, buckets.length)} />}
        </svg>
        <ol
          className="series-axis"
          aria-hidden="true"
          style={{ blockSize: `calc(8.5rem / ${String(1 + below)} + 1em)` }}
        >
          {[axis[1], axis[0], "0"].map((label) => (
            <li key={label}>{label}</li>
          ))}
        </ol>
      </div>
      <p className="series-times" aria-hidden="true">
        <span>{fullTime(new Date(since))}</span>
        <span>{timeOfDay(new Date(until))}</span>
      </p>
    </figure>
  );
}

function Hairline({ at }: { readonly at: number }): React.ReactNode {
  return <line className="hairline" x1={at} x2={at} y2={HEIGHT * 2} />;
}

function legendOf(below: number | undefined, axis: readonly string[]): string {
  if (below) return "up: submitted, down: failed";
  return axis[0]?.startsWith("$") ? "" : "strong: half, light: 19 of 20";
}

function tell({ describe }: FrameProps, bucket: Bucket): string {
  return `${exactTime(new Date(bucket.startsAt))}: ${describe(bucket)}`;
}

/** Return what makes a chart's values readable by pointer and by keyboard. */
function pointing(props: FrameProps): React.HTMLAttributes<HTMLDivElement> {
  const { title, activity, place, onPlace } = props;
  const count = activity.buckets.length;
  const moved = (by: number): number => placeAt(((place ?? count - 1) + by + 0.5) / count, count);
  return {
    tabIndex: 0,
    role: "group",
    "aria-label": `${title}, arrow keys give the values`,
    onPointerMove: ({ clientX, currentTarget }) => {
      const { left, width } = currentTarget.getBoundingClientRect();
      onPlace(placeAt((clientX - left) / width, count));
    },
    onPointerLeave: onPlace.bind(null, undefined),
    onBlur: onPlace.bind(null, undefined),
    onKeyDown: (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      onPlace(moved(by));
    },
  };
}

const NUMBERS = ["Submitted", "Done", "Failed", "Wait p95", "Run p95", "Cost"];

/** The charts' values as a table. */
function Values({ activity }: { readonly activity: Activity }): React.ReactNode {
  return (
    <details className="series-values">
      <summary>Plain table</summary>
      <DataTable columns={["From", ...NUMBERS]} numbers={NUMBERS}>
        {activity.buckets.map(rowOf)}
      </DataTable>
    </details>
  );
}

function rowOf(bucket: Bucket): React.ReactNode {
  const { startsAt, submitted, succeeded, failed, wait, run, costUsd } = bucket;
  const cells = [submitted, succeeded, failed, wait && seconds(wait.p95), run && seconds(run.p95)];
  return (
    <tr key={startsAt}>
      <th scope="row">{fullTime(new Date(startsAt))}</th>
      {[...cells, money(costUsd)].map((cell, at) => (
        <td key={at} className="number">
          {cell}
        </td>
      ))}
    </tr>
  );
}
