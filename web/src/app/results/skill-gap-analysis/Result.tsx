/** A skill gap analysis, drawn for the person it is about. */
import type { MatchedName, SkillGapAnalysis } from "./schemas.js";
import { MainLink } from "../../ui/page.js";
import { formPath } from "../about.js";
import { Scale } from "../charts/Scale.js";
import { counted, whole } from "../numbers.js";
import { Asked } from "../parts/Asked.js";
import { Answer, ResultHead } from "../parts/ResultHead.js";
import { Source } from "../parts/Section.js";
import { DemandTable, Described } from "./DemandTable.js";
import { LearningPath } from "./LearningPath.js";
import { NearbyRoles } from "./NearbyRoles.js";
import { Overview } from "./Overview.js";

interface Props {
  readonly result: SkillGapAnalysis;
}

const PARTS = [
  { id: "answer", title: "Answer" },
  { id: "demand", title: "What the role asks for" },
  { id: "path", title: "A way to learn it" },
  { id: "roles", title: "Similar roles" },
  { id: "asked", title: "Asked and done" },
];

export default function SkillGapResult({ result }: Props): React.ReactNode {
  const isDescribed = result.sample.basis === "description";
  return (
    <>
      <Head result={result} />
      <Overview narrative={result.narrative} />
      {isDescribed ? <Described result={result} /> : <DemandTable result={result} />}
      <LearningPath result={result} />
      <div className="part-pair">
        <NearbyRoles result={result} />
        <Asked />
      </div>
      <Source result={result} />
    </>
  );
}

function Head({ result }: Props): React.ReactNode {
  const { matchScore, narrative, learningPath, targetRole } = result;
  const { steps = [], totalHours, totalWeeks } = learningPath;
  const score = Math.round(matchScore.value);
  const end = steps.at(-1)?.scoreAfter;
  const after = end === undefined ? undefined : Math.round(end);
  const sub =
    after === undefined
      ? undefined
      : `${counted(steps.length, "gap")}, about ${whole(totalHours)} hours, take you from ${String(score)} to ${String(after)}.`;
  const role = targetRole.matched ?? targetRole.asked;
  return (
    <ResultHead
      name={nameOf(targetRole)}
      headline={narrative.headline}
      sub={sub}
      number={String(score)}
      parts={steps.length > 0 ? PARTS : PARTS.filter(({ id }) => id !== "path")}
      text={[narrative.headline, narrative.nextStep, narrative.overview].join("\n\n")}
      action={
        <MainLink to={formPath("resume-optimization", { targetRole: role })}>
          Fit my résumé to it
        </MainLink>
      }
    >
      <Answer number={score} of="of 100">
        <Scale
          label="Your score"
          now={{ value: score, label: "you, today" }}
          goal={
            after === undefined
              ? undefined
              : { value: after, label: `${String(after)} after week ${whole(totalWeeks)}` }
          }
        />
      </Answer>
    </ResultHead>
  );
}

function nameOf({ matched, asked }: MatchedName): string {
  return matched && matched !== asked ? `${matched} (asked for: ${asked})` : asked;
}
