/** What to learn, in order, each skill with its reasons. */
import * as reportText from "#messages/careerReport";
import { Section } from "../parts/Section.js";
import type { PartLink, PlanStep, SkillsPart } from "./schemas.js";
import { Said } from "./Statements.js";

interface Props {
  readonly part: SkillsPart;
  readonly links: readonly PartLink[];
}

export function Plan({ part, links }: Props): React.ReactNode {
  const { plan, shown = [], later = [], totalHours, hoursPerWeek } = part;
  const sub =
    plan.length > 0 ? reportText.planSub(totalHours, hoursPerWeek) : reportText.nothingToLearn;
  return (
    <Section
      id="plan"
      title={reportText.PARTS.plan}
      sub={sub}
      note={later.length > 0 && reportText.laterOn(later)}
    >
      {plan.length > 0 && (
        <ol className="report-plan">
          {plan.map((step) => (
            <Step key={step.skill} step={step} links={links} />
          ))}
        </ol>
      )}
      {shown.length > 0 && (
        <ul className="report-list">
          {shown.map((each) => (
            <li key={each.text}>
              <Said statement={each} links={links} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Step(props: {
  readonly step: PlanStep;
  readonly links: readonly PartLink[];
}): React.ReactNode {
  const { skill, hours, firstWeek, lastWeek, reasons } = props.step;
  return (
    <li>
      <strong>{skill}</strong>
      <small>
        {reportText.weeks(firstWeek, lastWeek)}, {reportText.hours(hours)}
      </small>
      <ul>
        {reasons.map((each) => (
          <li key={each.text}>
            <Said statement={each} links={props.links} />
          </li>
        ))}
      </ul>
    </li>
  );
}
