/** Career insights, drawn for somebody who thinks about working there. */
import type { ReactElement } from "react";

import type { CareerInsights, Level, MovingSkill, Sentence } from "./schemas.js";
import { PayBars, Section, ShareBars, Source, TrendLine } from "./charts.js";
import { percent, points, relative } from "./numbers.js";

interface Props {
  readonly result: CareerInsights;
}

const LEVELS: Readonly<Record<Level, string>> = {
  starting: "Starting",
  experienced: "Experienced",
  senior: "Senior",
  expert: "Expert",
};

/** Career insights. */
export default function InsightsResult({ result }: Props): ReactElement {
  const { narrative, sample, trend } = result;
  const where = [sample.domain, sample.region, sample.level && LEVELS[sample.level]];
  return (
    <>
      <section className="card lead">
        <div>
          <p className="eyebrow">{where.filter(Boolean).join(" · ")}</p>
          <h2>{narrative.headline.text}</h2>
        </div>
      </section>
      <ul className="tiles" aria-label="In numbers">
        <Tile label="Postings in 12 months" value={sample.postings.toLocaleString()} />
        {trend.change !== undefined && (
          <Tile label="Against the year before" value={relative(trend.change)} />
        )}
        {trend.marketChange !== undefined && (
          <Tile label="The whole market" value={relative(trend.marketChange)} />
        )}
        {result.pay.overall && (
          <Tile
            label="Median pay"
            value={`$${result.pay.overall.medianUsd.toLocaleString("en-US")}`}
          />
        )}
      </ul>
      <Section title="Postings by month">
        <Words sentences={narrative.trend} />
        <TrendLine months={trend.months} />
      </Section>
      <PaySection result={result} />
      <SkillsSection result={result} />
      {result.topEmployers.length > 0 && (
        <Section title="Who hires" note={`${result.employers.toLocaleString()} employers in all.`}>
          <Words sentences={narrative.employers} />
          <ShareBars
            label="Share of postings by employer"
            bars={result.topEmployers.map(({ employer, share, postings }) => ({
              label: employer,
              share,
              more: `${postings.toLocaleString()} postings`,
            }))}
          />
        </Section>
      )}
      <Section title="What this means for you">
        <Words sentences={narrative.outlook} />
      </Section>
      <Source
        note={sample.note}
        dataSource={result.dataSource}
        dataDate={sample.dataDate}
        model={result.generatedBy.model}
      />
    </>
  );
}

function PaySection({ result }: Props): ReactElement | null {
  const { overall, byLevel = [] } = result.pay;
  const groups = [
    ...(overall ? [["All", overall] as const] : []),
    ...byLevel.map(
      (pay) => [`${LEVELS[pay.level]}, ${years(pay.fromYears, pay.toYears)}`, pay] as const,
    ),
  ];
  if (groups.length === 0) return null;
  return (
    <Section
      title="Pay a year"
      note="The bar is the middle half of the postings, the mark the median."
    >
      <Words sentences={result.narrative.pay} />
      <PayBars groups={groups} />
    </Section>
  );
}

function SkillsSection({ result }: Props): ReactElement | null {
  const { top = [], rising = [], falling = [], compared = 0 } = result.skills;
  if (top.length === 0) return null;
  return (
    <Section
      title="What is asked for"
      note={
        compared > 0 &&
        `${String(compared)} skills were compared with the year before; pale ones may be chance.`
      }
    >
      <Words sentences={result.narrative.skills} />
      <ShareBars
        label="Share of postings that ask for each skill"
        bars={top.map(({ skill, demandShare }) => ({ label: skill, share: demandShare }))}
      />
      <div className="movers">
        <Movers title="Rising" skills={rising} />
        <Movers title="Falling" skills={falling} />
      </div>
    </Section>
  );
}

function Movers(props: {
  readonly title: string;
  readonly skills: readonly MovingSkill[];
}): ReactElement | null {
  if (props.skills.length === 0) return null;
  return (
    <div>
      <h3>{props.title}</h3>
      <ul>
        {props.skills.map(({ skill, change, demandShare, changeIsClear }) => (
          <li key={skill} data-clear={changeIsClear}>
            <span>{skill}</span>
            <strong>{points(change)}</strong>
            <small>now {percent(demandShare)}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Tile({ label, value }: { readonly label: string; readonly value: string }): ReactElement {
  return (
    <li>
      <strong>{value}</strong>
      <span>{label}</span>
    </li>
  );
}

function Words({ sentences }: { readonly sentences: readonly Sentence[] }): ReactElement | null {
  if (sentences.length === 0) return null;
  return <p>{sentences.map(({ text }) => text).join(" ")}</p>;
}

function years(from: number, to: number | undefined): string {
  return to === undefined ? `${String(from)}+ years` : `${String(from)}–${String(to)} years`;
}
