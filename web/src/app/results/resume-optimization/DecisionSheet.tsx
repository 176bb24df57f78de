/** On a phone: the change that is open, at the foot of the page; the paper stays above it. */
import * as resumeText from "#messages/resumeOptimization";
import { DecisionButtons } from "./DecisionButtons.js";
import { Differences } from "./Paper.js";
import { step } from "./useDecisionKeys.js";
import type { Deciding } from "./useDecisions.js";

export function DecisionSheet({ deciding }: { readonly deciding: Deciding }): React.ReactNode {
  const { choices, decisions, current } = deciding;
  const choice = choices.find(({ number }) => number === current);
  const left = choices.filter(({ number }) => !decisions[number]).length;
  if (!choice) return null;
  return (
    <section className="sheet no-print" aria-label={resumeText.openChange}>
      <div className="sheet-head">
        <strong>{resumeText.changeOf(choice.number, choices.length)}</strong>
        <span>{resumeText.leftToDecide(left)}</span>
        <Arrow
          label={resumeText.changeBefore}
          path="M19 12H5m6-6-6 6 6 6"
          onClick={step.bind(null, deciding, -1)}
        />
        <Arrow
          label={resumeText.nextChange}
          path="M5 12h14m-6-6 6 6-6 6"
          onClick={step.bind(null, deciding, 1)}
        />
      </div>
      <p className="sheet-words">{choice.title ?? <Differences choice={choice} />}</p>
      <p className="decision-reason">{choice.reason}</p>
      <DecisionButtons key={choice.number} choice={choice} deciding={deciding} />
    </section>
  );
}

function Arrow(props: {
  readonly label: string;
  readonly path: string;
  readonly onClick: () => void;
}): React.ReactNode {
  return (
    <button type="button" aria-label={props.label} onClick={props.onClick}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={props.path} />
      </svg>
    </button>
  );
}
