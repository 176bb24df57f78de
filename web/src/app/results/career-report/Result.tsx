/** A career report: what to learn, what it pays, what to change, and which jobs found it out. */
import * as reportText from "#messages/careerReport";
import * as resultText from "#messages/result";
import { pay as payOf, whole } from "../../messages/intl.js";
import { useAbout } from "../about.js";
import { Asked } from "../parts/Asked.js";
import { HeadFacts, type Fact } from "../parts/HeadFacts.js";
import { MakeDocument } from "../parts/MakeDocument.js";
import { ResultHead } from "../parts/ResultHead.js";
import { Section, Source } from "../parts/Section.js";
import { PartJobs } from "./PartJobs.js";
import { PaySection } from "./PaySection.js";
import { Plan } from "./Plan.js";
import { ResumeSection } from "./ResumeSection.js";
import type { CareerReport } from "./schemas.js";
import "./report.css";

interface Props {
  readonly result: CareerReport;
}

export default function ReportResult({ result }: Props): React.ReactNode {
  const { narrative, skills, pay, resume, parts } = result;
  return (
    <>
      <Head result={result} />
      <Section id="summary" title={reportText.PARTS.summary}>
        <p className="report-summary">{narrative.summary}</p>
        <p className="report-next">
          <strong>{reportText.first}</strong> {narrative.nextStep}
        </p>
      </Section>
      {skills && <Plan part={skills} links={parts} />}
      {pay && <PaySection part={pay} links={parts} />}
      <ResumeSection part={resume} links={parts} />
      <div className="part-pair">
        <PartJobs links={parts} />
        <Asked />
      </div>
      <Source result={originOf(result)} />
    </>
  );
}

function Head({ result }: Props): React.ReactNode {
  const { jobId } = useAbout();
  const { narrative, role, skills, pay, resume } = result;
  const { headline, summary, nextStep } = narrative;
  const shown = { summary: true, plan: skills, pay, resume, parts: true };
  const parts = Object.entries(reportText.PARTS)
    .filter(([id]) => shown[id as keyof typeof shown])
    .map(([id, title]) => ({ id, title }));
  return (
    <ResultHead
      name={reportText.reportFor(role.matched ?? role.asked)}
      role={role}
      headline={headline}
      parts={[...parts, { id: "asked", title: resultText.askedAndDone }]}
      text={[headline, summary, nextStep].join("\n\n")}
      action={<MakeDocument jobId={jobId} nameOf={fileName} />}
    >
      <HeadFacts label={reportText.inNumbers} facts={factsOf(result)} />
    </ResultHead>
  );
}

/** Return the facts that the report has. */
export function factsOf({ skills, pay, resume }: CareerReport): readonly Fact[] {
  const paid = pay?.here ?? pay?.everywhere;
  return [
    ...(skills ? [{ value: whole(skills.matchScore), meaning: reportText.ofHundred }] : []),
    ...(skills && skills.totalWeeks > 0
      ? [{ value: whole(skills.totalWeeks), meaning: reportText.weeksToLearn(skills.totalWeeks) }]
      : []),
    ...(paid ? [{ value: payOf(paid.medianUsd), meaning: reportText.medianIn(paid.place) }] : []),
    ...(resume
      ? [
          {
            value: whole(resume.changes.length),
            meaning: reportText.changes(resume.changes.length),
          },
        ]
      : []),
  ];
}

function originOf({ skills, pay, dataDate, ...result }: CareerReport) {
  const note = [skills?.note, pay?.note].filter(Boolean).join(" ");
  return dataDate === undefined ? result : { ...result, sample: { note, dataDate } };
}

function fileName(format: string): string {
  return `career-report.${format}`;
}
