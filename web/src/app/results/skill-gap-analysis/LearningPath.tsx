/** What to learn, week by week. */
import type { PathStep, SkillGapAnalysis } from "./schemas.js";
import { Section } from "../parts/Section.js";

export function LearningPath(props: {
  readonly path: SkillGapAnalysis["learningPath"];
}): React.ReactNode {
  const { steps = [], totalHours, totalWeeks, hoursPerWeek } = props.path;
  if (steps.length === 0) return null;
  return (
    <Section
      title="A way to learn it"
      note={`${String(totalHours)} hours: ${String(totalWeeks)} weeks at ${String(hoursPerWeek)} hours a week.`}
    >
      <ol className="path list">
        {steps.map((step) => (
          <Step key={step.skill} step={step} />
        ))}
      </ol>
    </Section>
  );
}

function Step({ step }: { readonly step: PathStep }): React.ReactNode {
  const { skill, firstWeek, lastWeek, hours, reason, scoreAfter } = step;
  const weeks =
    firstWeek === lastWeek
      ? `Week ${String(firstWeek)}`
      : `Weeks ${String(firstWeek)}–${String(lastWeek)}`;
  return (
    <li>
      <span className="weeks hint">{weeks}</span>
      <strong>{skill}</strong>
      <span className="hint">
        {hours} hours{reason === "prerequisite" && ", needed for the next"} · score{" "}
        {Math.round(scoreAfter)}
      </span>
    </li>
  );
}
