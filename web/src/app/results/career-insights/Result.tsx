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
  const { narrative } = result;
  const { domain, region, level } = result.sample;
  const about = [domain, region, level && LEVELS[level]].filter(Boolean).join(" · ");
  return (
    <>
      <Lead about={about} headline={narrative.headline.text} />
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

function Tiles({ result }: Props): React.ReactNode {
  return (
    <ul className="tiles" aria-label="In numbers">
      {tilesOf(result).map(([label, value]) => (
        <li key={label}>
          <strong>{value}</strong>
          <small>{label}</small>
        </li>
      ))}
    </ul>
  );
}

function tilesOf({ sample, trend, pay }: CareerInsights) {
  const change = (share: number | undefined): string =>
    share === undefined ? "" : relative(share);
  const { medianUsd } = pay.overall ?? {};
  const tiles = [
    ["Postings in 12 months", sample.postings.toLocaleString()],
    ["Against the year before", change(trend.change)],
    ["The whole market", change(trend.marketChange)],
    ["Median pay", medianUsd === undefined ? "" : `$${medianUsd.toLocaleString("en-US")}`],
  ] as const;
  return tiles.filter(([, value]) => value);
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
