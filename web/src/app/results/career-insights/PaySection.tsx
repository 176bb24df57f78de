/** What is paid, by experience: the middle half on one axis, the median marked, your level filled. */
import * as insightsText from "#messages/careerInsights";
import { Axis, Grid } from "../charts/Axis.js";
import { pay as payOf, payThousands, whole } from "../../messages/intl.js";
import { cssPercent } from "../../ui/cssPercent.js";
import { PlainTable } from "../parts/PlainTable.js";
import { Legend, Section } from "../parts/Section.js";
import { payAxis, payBar, type PayAxis } from "./geometry.js";
import type { CareerInsights, Quartiles } from "./schemas.js";
import { textOf } from "./sentences.js";
import "./pay.css";

const COLUMNS = Object.values(insightsText.PAY_COLUMNS);

interface Group {
  readonly label: string;
  readonly pay: Quartiles;
  readonly isYours: boolean;
}

/** What is paid; nothing where no posting says it. */
export function PaySection({ result }: { readonly result: CareerInsights }): React.ReactNode {
  const groups = groupsOf(result);
  if (groups.length === 0) return null;
  const axis = payAxis(groups.map(({ pay }) => pay));
  const ticks = axis.ticks.map(
    (tick) => [(tick - axis.from) / (axis.to - axis.from), payThousands(tick)] as const,
  );
  const isYours = groups.some((group) => group.isYours);
  const marks = [
    ["you", insightsText.yourLevel] as const,
    ["us", insightsText.otherLevels] as const,
  ];
  return (
    <Section
      id="pay"
      title={insightsText.payAYear}
      sub={textOf(result.narrative.pay)}
      legend={isYours && <Legend marks={marks} />}
      note={
        <>
          <p>{insightsText.payNote}</p>
          <PlainTable columns={COLUMNS} rows={groups.map(plainRow)} />
        </>
      }
    >
      <ul className="pay">
        {groups.map((group) => (
          <Row key={group.label} group={group} axis={axis} ticks={ticks} />
        ))}
        <li className="pay-axis" aria-hidden="true">
          <span />
          <Axis ticks={ticks} />
          <span />
        </li>
      </ul>
    </Section>
  );
}

/** Return the levels, and all together where no level was asked for. */
function groupsOf({ pay, sample }: CareerInsights): readonly Group[] {
  const { overall, byLevel = [] } = pay;
  const levels = byLevel.map((level) => ({
    label: insightsText.levelOf(insightsText.LEVELS[level.level], level.fromYears, level.toYears),
    pay: level,
    isYours: level.level === sample.level,
  }));
  if (!overall || levels.some(({ isYours }) => isYours)) return levels;
  const label = sample.level ? insightsText.LEVELS[sample.level] : insightsText.allLevels;
  return [...levels, { label, pay: overall, isYours: sample.level !== undefined }];
}

function Row(props: {
  readonly group: Group;
  readonly axis: PayAxis;
  readonly ticks: readonly (readonly [number, string])[];
}): React.ReactNode {
  const { label, pay, isYours } = props.group;
  const bar = payBar(pay, props.axis);
  const box = {
    insetInlineStart: cssPercent(bar.start / 100),
    inlineSize: cssPercent((bar.end - bar.start) / 100),
  };
  const range = insightsText.payRange(pay.lowerUsd, pay.upperUsd);
  return (
    <li data-yours={isYours}>
      <span>
        <strong>{label}</strong> <small>{insightsText.sampleOf(pay.postings)}</small>
      </span>
      <span className="chart-track" title={insightsText.payTitle(label, range, pay.medianUsd)}>
        <Grid ticks={props.ticks} />
        <span className="chart-bar" data-mark={isYours ? "you" : undefined} style={box} />
        <span className="chart-tick" style={{ insetInlineStart: cssPercent(bar.middle / 100) }} />
        <span className="visually-hidden">{insightsText.payMedian(range)} </span>
        <Ends pay={pay} start={bar.start} end={bar.end} />
      </span>
      <strong className="number">{payOf(pay.medianUsd)}</strong>
    </li>
  );
}

/** The quartiles, at the ends of the bar. */
function Ends(props: {
  readonly pay: Quartiles;
  readonly start: number;
  readonly end: number;
}): React.ReactNode {
  const { pay, start, end } = props;
  return (
    <span aria-hidden="true" className="pay-ends">
      <small data-end="start" style={{ insetInlineStart: cssPercent(start / 100) }}>
        {payThousands(pay.lowerUsd)}
      </small>
      <small style={{ insetInlineStart: cssPercent(end / 100) }}>
        {payThousands(pay.upperUsd)}
      </small>
    </span>
  );
}

function plainRow({ label, pay }: Group): readonly string[] {
  const { lowerUsd, medianUsd, upperUsd, postings } = pay;
  return [label, payOf(lowerUsd), payOf(medianUsd), payOf(upperUsd), whole(postings)];
}
