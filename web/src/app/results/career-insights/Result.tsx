/** Career insights, drawn for a person who thinks about working there. */
import { MainLink } from "../../ui/page.js";
import { formPath } from "../about.js";
import { ShareTable } from "../charts/ShareTable.js";
import { monthName, whole } from "../numbers.js";
import { Asked } from "../parts/Asked.js";
import { PlainTable } from "../parts/PlainTable.js";
import { ResultHead } from "../parts/ResultHead.js";
import { Legend, Section, Source } from "../parts/Section.js";
import { factsOf } from "./facts.js";
import { Movers, TopSkills } from "./Movers.js";
import { PaySection } from "./PaySection.js";
import type { CareerInsights, Month } from "./schemas.js";
import { textOf } from "./sentences.js";
import { TrendChart } from "./TrendChart.js";
import "./facts.css";

interface Props {
  readonly result: CareerInsights;
}

export default function InsightsResult({ result }: Props): React.ReactNode {
  const { outlook } = result.narrative;
  return (
    <>
      <Head result={result} />
      <Trend result={result} />
      <PaySection result={result} />
      <Movers result={result} />
      <div className="part-pair">
        <TopSkills result={result} />
        <Employers result={result} />
      </div>
      <div className="part-pair">
        <Section id="outlook" title="What this means for you">
          <p>{textOf(outlook)}</p>
        </Section>
        <Asked />
      </div>
      <Source result={result} />
    </>
  );
}

function Head({ result }: Props): React.ReactNode {
  const { narrative, sample, skills, topEmployers, pay } = result;
  const [first] = narrative.trend;
  const parts = [
    { id: "demand", title: "Demand" },
    ...(pay.overall || pay.byLevel?.length ? [{ id: "pay", title: "Pay" }] : []),
    ...(skills.rising?.length || skills.falling?.length
      ? [{ id: "movers", title: "Skills that move" }]
      : []),
    ...(topEmployers.length > 0 ? [{ id: "employers", title: "Who hires" }] : []),
    { id: "outlook", title: "What it means" },
    { id: "asked", title: "Asked and done" },
  ];
  return (
    <ResultHead
      name={nameOf(result)}
      headline={narrative.headline.text}
      sub={first?.text}
      parts={parts}
      text={Object.values(narrative)
        .flat()
        .map(({ text }) => text)
        .join("\n")}
      action={
        <MainLink to={formPath("skill-gap-analysis", { industry: sample.domain })}>
          Find my gap for it
        </MainLink>
      }
    >
      <ul className="head-facts" aria-label="In numbers">
        {factsOf(result).map(({ value, meaning }) => (
          <li key={meaning}>
            <strong>{value}</strong>
            <span>{meaning}</span>
          </li>
        ))}
      </ul>
    </ResultHead>
  );
}

function nameOf({ sample, experienceYears }: CareerInsights): string {
  const years = experienceYears === undefined ? undefined : `${whole(experienceYears)} years`;
  return [sample.domain, sample.region, years].filter(Boolean).join(", ");
}

function Trend({ result }: Props): React.ReactNode {
  const { months } = result.trend;
  const recent = months.slice(-12);
  const [first, last] = [recent[0], recent.at(-1)];
  if (!first || !last) return null;
  const year = `${monthName(first.month)} to ${monthName(last.month)}`;
  const marks: [string, string][] = [["line", year]];
  if (months.length > recent.length) marks.push(["earlier", "the year before"]);
  return (
    <Section
      id="demand"
      title="Postings by month"
      sub={textOf(result.narrative.trend.slice(1))}
      legend={<Legend marks={marks} />}
      note={
        <PlainTable columns={["Month", "Postings", "Whole market"]} rows={months.map(plainRow)} />
      }
    >
      <TrendChart months={months} />
    </Section>
  );
}

function plainRow({ month, postings, marketPostings, isWhole }: Month): readonly string[] {
  const name = `${monthName(month)}${isWhole === false ? " (not over)" : ""}`;
  return [name, whole(postings), whole(marketPostings)];
}

function Employers({ result }: Props): React.ReactNode {
  if (result.topEmployers.length === 0) return null;
  return (
    <Section
      id="employers"
      title="Who hires"
      sub={textOf(result.narrative.employers)}
      note={`${whole(result.employers)} employers in all.`}
    >
      <ShareTable
        label="Employer"
        moreLabel="Postings"
        rows={result.topEmployers.map(({ employer, share, postings }) => ({
          name: employer,
          share,
          more: whole(postings),
        }))}
      />
    </Section>
  );
}
