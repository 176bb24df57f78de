/** Career insights, drawn for a person who thinks about working there. */
import * as insightsText from "#messages/careerInsights";
import * as resultText from "#messages/result";
import { MainLink } from "../../ui/page.js";
import { formPath } from "../about.js";
import { ShareTable } from "../charts/ShareTable.js";
import { monthName, whole } from "../../messages/intl.js";
import { Asked } from "../parts/Asked.js";
import { HeadFacts } from "../parts/HeadFacts.js";
import { PlainTable } from "../parts/PlainTable.js";
import { ResultHead } from "../parts/ResultHead.js";
import { Legend, Section, Source } from "../parts/Section.js";
import { factsOf } from "./facts.js";
import { Movers, TopSkills } from "./Movers.js";
import { PaySection } from "./PaySection.js";
import type { CareerInsights, Month } from "./schemas.js";
import { Since } from "./Since.js";
import { textOf } from "./sentences.js";
import { TrendChart } from "./TrendChart.js";

interface Props {
  readonly result: CareerInsights;
}

export default function InsightsResult({ result }: Props): React.ReactNode {
  const { outlook } = result.narrative;
  return (
    <>
      <Head result={result} />
      <Since since={result.sinceLast} />
      <Trend result={result} />
      <PaySection result={result} />
      <Movers result={result} />
      <div className="part-pair">
        <TopSkills result={result} />
        <Employers result={result} />
      </div>
      <div className="part-pair">
        <Section id="outlook" title={insightsText.meansForYou}>
          <p>{textOf(outlook)}</p>
        </Section>
        <Asked />
      </div>
      <Source result={result} />
    </>
  );
}

function Head({ result }: Props): React.ReactNode {
  const { narrative, sample, skills, topEmployers, pay, sinceLast } = result;
  const [first] = narrative.trend;
  const parts = [
    ...(sinceLast ? [{ id: "since", title: insightsText.PARTS.since }] : []),
    { id: "demand", title: insightsText.PARTS.demand },
    ...(pay.overall || pay.byLevel?.length ? [{ id: "pay", title: insightsText.PARTS.pay }] : []),
    ...(skills.rising?.length || skills.falling?.length
      ? [{ id: "movers", title: insightsText.PARTS.movers }]
      : []),
    ...(topEmployers.length > 0 ? [{ id: "employers", title: insightsText.PARTS.employers }] : []),
    { id: "outlook", title: insightsText.PARTS.outlook },
    { id: "asked", title: resultText.askedAndDone },
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
          {insightsText.findMyGap}
        </MainLink>
      }
    >
      <HeadFacts label={insightsText.inNumbers} facts={factsOf(result)} />
    </ResultHead>
  );
}

function nameOf({ sample, experienceYears }: CareerInsights): string {
  const years = experienceYears === undefined ? undefined : insightsText.years(experienceYears);
  return [sample.domain, sample.region, years].filter(Boolean).join(", ");
}

function Trend({ result }: Props): React.ReactNode {
  const { months } = result.trend;
  const recent = months.slice(-12);
  const [first, last] = [recent[0], recent.at(-1)];
  if (!first || !last) return null;
  const marks: [string, string][] = [["line", insightsText.fromTo(first.month, last.month)]];
  if (months.length > recent.length) marks.push(["earlier", insightsText.theYearBefore]);
  return (
    <Section
      id="demand"
      title={insightsText.byMonth}
      sub={textOf(result.narrative.trend.slice(1))}
      legend={<Legend marks={marks} />}
      note={
        <PlainTable
          columns={Object.values(insightsText.MONTH_COLUMNS)}
          rows={months.map(plainRow)}
        />
      }
    >
      <TrendChart months={months} />
    </Section>
  );
}

function plainRow({ month, postings, marketPostings, isWhole }: Month): readonly string[] {
  const name = isWhole === false ? insightsText.notOver(monthName(month)) : monthName(month);
  return [name, whole(postings), whole(marketPostings)];
}

function Employers({ result }: Props): React.ReactNode {
  if (result.topEmployers.length === 0) return null;
  return (
    <Section
      id="employers"
      title={insightsText.PARTS.employers}
      sub={textOf(result.narrative.employers)}
      note={insightsText.employersInAll(result.employers)}
    >
      <ShareTable
        label={insightsText.employer}
        moreLabel={resultText.postings}
        rows={result.topEmployers.map(({ employer, share, postings }) => ({
          name: employer,
          share,
          more: whole(postings),
        }))}
      />
    </Section>
  );
}
