/** The skills that are missing, and why each matters. */
import type { Gap, SkillGapAnalysis } from "./schemas.js";
import { dollars } from "../numbers.js";
import { Section } from "../parts/Section.js";

const MOST = 8;

/** The skills that are missing, the most important ones. */
export function Gaps(props: { readonly result: SkillGapAnalysis }): React.ReactNode {
  const { gaps, narrative } = props.result;
  if (gaps.length === 0) return null;
  const reasons = new Map(narrative.gapReasons.map(({ skill, reason }) => [skill, reason]));
  return (
    <Section title="What is missing">
      <ul className="gaps">
        {gaps.slice(0, MOST).map((gap) => (
          <GapItem key={gap.skill} gap={gap} reason={reasons.get(gap.skill)} />
        ))}
      </ul>
    </Section>
  );
}

function GapItem(props: {
  readonly gap: Gap;
  readonly reason: string | undefined;
}): React.ReactNode {
  const { skill, payEffectUsd, payEffectIsClear, learnHours } = props.gap;
  const { missingPrerequisites = [], unlocks = [] } = props.gap;
  const pay = payEffectUsd !== undefined && payEffectIsClear && dollars(payEffectUsd);
  return (
    <li>
      <h3>{skill}</h3>
      {props.reason && <p>{props.reason}</p>}
      <p className="facts hint">
        <span>{learnHours} hours to a working knowledge</span>
        {pay && <span>{pay} a year</span>}
        {missingPrerequisites.length > 0 && <span>first: {missingPrerequisites.join(", ")}</span>}
        {unlocks.length > 0 && <span>leads to {unlocks.join(", ")}</span>}
      </p>
    </li>
  );
}
