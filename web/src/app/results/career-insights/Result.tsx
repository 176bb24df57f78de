/** Career insights, drawn for a person who thinks about working there. */
import type { CareerInsights } from "./schemas.js";
import { ShareBars } from "../charts/ShareBars.js";
import { relative } from "../numbers.js";
import { Lead, Section, Source } from "../parts/Section.js";
import "../../ui/tiles.css";
import { LEVELS, PaySection } from "./PaySection.js";
import { Sentences } from "./Sentences.js";
import { SkillsSection } from "./SkillsSection.js";
import { TrendLine } from "./TrendLine.js";

interface Props {
  readonly result: CareerInsights;
}

export default function InsightsResult({ result }: Props): React.ReactNode {
  const { narrative, sample } = result;
  const about = [sample.domain, sample.region, sample.level && LEVELS[sample.level]];
  return (
    <>
      <Lead about={about.filter(Boolean).join(" · ")} headline={narrative.headline.text} />
      <Tiles result={result} />
      <Section title="Postings by month">
        <Sentences sentences={narrative.trend} />
        <TrendLine months={result.trend.months} />
      </Section>
      <PaySection result={result} />
      <SkillsSection result={result} />
      <Employers result={result} />
      <Section title="What this means for you">
        <Sentences sentences={narrative.outlook} />
      </Section>
      <Source result={result} />
    </>
  );
}

function Tiles({ result: { sample, trend, pay } }: Props): React.ReactNode {
  const median = pay.overall?.medianUsd;
  const tiles: readonly (readonly [label: string, value: string])[] = [
    ["Postings in 12 months", sample.postings.toLocaleString()],
    ["Against the year before", trend.change === undefined ? "" : relative(trend.change)],
    ["The whole market", trend.marketChange === undefined ? "" : relative(trend.marketChange)],
    ["Median pay", median === undefined ? "" : `$${median.toLocaleString("en-US")}`],
  ];
  return (
    <ul className="tiles" aria-label="In numbers">
      {tiles
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <li key={label}>
            <strong>{value}</strong>
            <small>{label}</small>
          </li>
        ))}
    </ul>
  );
}

function Employers({ result }: Props): React.ReactNode {
  if (result.topEmployers.length === 0) return null;
  return (
    <Section title="Who hires" note={`${result.employers.toLocaleString()} employers in all.`}>
      <Sentences sentences={result.narrative.employers} />
      <ShareBars
        label="Share of postings by employer"
        bars={result.topEmployers.map(({ employer, share, postings }) => ({
          label: employer,
          share,
          more: `${postings.toLocaleString()} postings`,
        }))}
      />
    </Section>
  );
}
