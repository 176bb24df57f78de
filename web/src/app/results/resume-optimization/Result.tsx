/** A résumé and its changes: each is accepted or refused, and the document follows. */
import { useMemo, useState } from "react";

import * as resultText from "#messages/result";
import * as resumeText from "#messages/resumeOptimization";
import { Scale } from "../../ui/Scale.js";
import { Segments } from "../../ui/Segments.js";
import { useAbout } from "../about.js";
import { Asked } from "../parts/Asked.js";
import type { Part } from "../parts/inView.js";
import { Answer, ResultHead } from "../parts/ResultHead.js";
import { Source } from "../parts/Section.js";
import { choicesOf, coverageOf, cut, textOf } from "./decisions.js";
import { DecisionBar, DecisionList } from "./DecisionList.js";
import { DecisionSheet } from "./DecisionSheet.js";
import { DocumentButtons } from "./Documents.js";
import { AtsProblems, Kept, SectionFindings } from "./Findings.js";
import { Keywords } from "./Keywords.js";
import { CleanPaper, Paper, placeId, type View } from "./Paper.js";
import { MissingParts, Questions } from "./Questions.js";
import type { ResumeOptimization } from "./schemas.js";
import { useDecisions, type Deciding } from "./useDecisions.js";

interface Props {
  readonly result: ResumeOptimization;
}

export default function ResumeResult({ result }: Props): React.ReactNode {
  const { jobId } = useAbout();
  const choices = useMemo(() => choicesOf(result), [result]);
  const deciding = useDecisions(jobId, choices);
  const text = textOf(cut(result.resumeText, choices), deciding.decisions);
  const { keywords } = result.keywords;
  return (
    <>
      <Head result={result} deciding={deciding} text={text} />
      <MissingParts missing={result.missing} />
      <Changes result={result} deciding={deciding} />
      <Questions questions={result.questions} placeOf={lineOf.bind(null, result.resumeText)} />
      {keywords.length > 0 && <Keywords keywords={keywords} text={text} />}
      <AtsProblems problems={result.atsProblems} />
      <SectionFindings result={result} />
      <Kept result={result} />
      <Asked />
      <Source result={result} />
      <CleanPaper result={result} deciding={deciding} />
    </>
  );
}

function Head(props: {
  readonly result: ResumeOptimization;
  readonly deciding: Deciding;
  readonly text: string;
}): React.ReactNode {
  const { result, deciding, text } = props;
  const { jobId } = useAbout();
  const { keywords, before, after } = result.keywords;
  const now = coverageOf(keywords, text);
  const [was, all] = [other(before.percent, now), other(after.percent, now)];
  const { matched, asked } = result.targetRole;
  const hasKeywords = keywords.length > 0;
  return (
    <ResultHead
      name={resumeText.resumeFor(matched ?? asked)}
      role={result.targetRole}
      headline={headlineOf(deciding)}
      sub={resumeText.follows}
      number={hasKeywords ? String(now) : undefined}
      parts={partsOf(result)}
      text={text}
      action={<DocumentButtons jobId={jobId} decisions={deciding.decisions} />}
    >
      {hasKeywords && (
        <Answer number={now} of={resumeText.ofKeywords}>
          <Scale
            role="img"
            label={resumeText.scale(now, was, all)}
            value={now}
            above={resumeText.nowAt(now)}
            before={was}
            beforeAbove={was !== undefined && resumeText.beforeAt(was)}
            reach={all}
            reachAbove={all !== undefined && resumeText.withAllAt(all)}
          />
        </Answer>
      )}
    </ResultHead>
  );
}

/** Return where another mark stands; nothing where it would stand on the one that counts. */
function other(value: number, now: number): number | undefined {
  return value === now ? undefined : value;
}

function headlineOf({ choices, decisions }: Deciding): string {
  const left = choices.filter(({ number }) => !decisions[number]).length;
  return resumeText.headline(choices.length, left);
}

function partsOf(result: ResumeOptimization): readonly Part[] {
  return [
    { id: "changes", title: resumeText.changes },
    ...(result.questions?.length ? [{ id: "questions", title: resumeText.onlyYouKnow }] : []),
    ...(result.keywords.keywords.length > 0
      ? [{ id: "keywords", title: resumeText.keywords }]
      : []),
    { id: "software", title: resumeText.forSoftware },
    { id: "asked", title: resultText.askedAndDone },
  ];
}

function Changes(props: Props & { readonly deciding: Deciding }): React.ReactNode {
  const { result, deciding } = props;
  const [view, setView] = useState<View>("changes");
  return (
    <section className="part" id="changes" aria-label={resumeText.changes}>
      <div className="resume-tools no-print">
        <Segments
          name="view"
          label={resumeText.show}
          choices={resumeText.VIEWS}
          chosen={view}
          onChoose={setView}
        />
        <DecisionBar deciding={deciding} />
      </div>
      <div className="resume-columns">
        <Paper result={result} deciding={deciding} view={view} />
        {deciding.choices.length > 0 && <DecisionList deciding={deciding} />}
      </div>
      <DecisionSheet deciding={deciding} />
    </section>
  );
}

/** Return the id of the line of the page in which something stands. */
function lineOf(resumeText: string, start: number): string {
  return placeId(Array.from(resumeText).slice(0, start).lastIndexOf("\n") + 1);
}
