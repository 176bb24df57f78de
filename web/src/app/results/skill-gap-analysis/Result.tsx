/** A skill gap analysis, drawn for the person it is about. */
import * as resultText from "#messages/result";
import * as skillGapText from "#messages/skillGapAnalysis";
import type { MatchedName, SkillGapAnalysis } from "./schemas.js";
import { MainLink } from "../../ui/page.js";
import { Scale } from "../../ui/Scale.js";
import { formPath } from "../about.js";
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
  ...Object.entries(skillGapText.PARTS).map(([id, title]) => ({ id, title })),
  { id: "asked", title: resultText.askedAndDone },
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
    after === undefined ? undefined : skillGapText.wayTo(steps.length, totalHours, score, after);
  const role = targetRole.matched ?? targetRole.asked;
  return (
    <ResultHead
      name={nameOf(targetRole)}
      role={result.sample.basis === "description" ? undefined : targetRole}
      headline={narrative.headline}
      sub={sub}
      number={String(score)}
      parts={steps.length > 0 ? PARTS : PARTS.filter(({ id }) => id !== "path")}
      text={[narrative.headline, narrative.nextStep, narrative.overview].join("\n\n")}
      action={
        <MainLink to={formPath("resume-optimization", { targetRole: role })}>
          {skillGapText.fitResume}
        </MainLink>
      }
    >
      <Answer number={score} of={resultText.ofHundred}>
        <Scale
          role="img"
          label={skillGapText.scale(score, after, totalWeeks)}
          value={score}
          above={skillGapText.youToday}
          reach={after}
          reachAbove={after !== undefined && skillGapText.afterWeek(after, totalWeeks)}
        />
      </Answer>
    </ResultHead>
  );
}

function nameOf({ matched, asked }: MatchedName): string {
  return matched && matched !== asked ? skillGapText.askedFor(matched, asked) : asked;
}
