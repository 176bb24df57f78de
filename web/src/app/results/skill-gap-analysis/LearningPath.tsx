/** What to learn, on an axis of weeks, with the score that each step leads to. */
import { useState } from "react";

import * as skillGapText from "#messages/skillGapAnalysis";
import { Segments } from "../../ui/Segments.js";
import { useAbout } from "../about.js";
import { Axis, Grid } from "../charts/Axis.js";
import { whole } from "../../messages/intl.js";
import { cssPercent } from "../../ui/cssPercent.js";
import { PlainTable } from "../parts/PlainTable.js";
import { Section } from "../parts/Section.js";
import { planOf, weekTicks, type PlannedStep } from "./rows.js";
import type { SkillGapAnalysis } from "./schemas.js";
import "./path.css";

const PACES = [4, 8, 12];
const WEEK_MS = 7 * 24 * 3_600_000;
const COLUMNS = Object.values(skillGapText.PATH_COLUMNS);

interface Props {
  readonly result: SkillGapAnalysis;
}

export function LearningPath({ result }: Props): React.ReactNode {
  const { steps = [], later = [], hoursPerWeek, totalHours } = result.learningPath;
  const { createdAt } = useAbout();
  const [pace, setPace] = useState(String(hoursPerWeek));
  if (steps.length === 0) return null;
  const plan = planOf(steps, Number(pace));
  const weeks = totalHours / Number(pace);
  const end = new Date(createdAt.getTime() + weeks * WEEK_MS);
  return (
    <Section
      id="path"
      title={skillGapText.PARTS.path}
      sub={`${skillGapText.oneByOne(steps.length)} ${quickest(plan, result)}`}
      choice={<Pace chosen={pace} usual={hoursPerWeek} onChoose={setPace} />}
      note={
        <>
          <p>{skillGapText.pathNote(totalHours, Math.ceil(weeks), pace, end, later)}</p>
          <PlainTable columns={COLUMNS} rows={plan.map(plainRow)} />
        </>
      }
    >
      <Weeks plan={plan} weeks={weeks} result={result} />
    </Section>
  );
}

function Pace(props: {
  readonly chosen: string;
  readonly usual: number;
  readonly onChoose: (pace: string) => void;
}): React.ReactNode {
  const paces = [...new Set([...PACES, props.usual])].sort((a, b) => a - b).map(String);
  const choices = Object.fromEntries(paces.map((each) => [each, each]));
  return (
    <div className="pace">
      <span aria-hidden="true">{skillGapText.hoursAWeek}</span>
      <Segments
        name="pace"
        label={skillGapText.hoursAWeek}
        choices={choices}
        chosen={props.chosen}
        onChoose={props.onChoose}
      />
    </div>
  );
}

function Weeks(props: {
  readonly plan: readonly PlannedStep[];
  readonly weeks: number;
  readonly result: SkillGapAnalysis;
}): React.ReactNode {
  const { plan, weeks, result } = props;
  const ticks = weekTicks(weeks);
  return (
    <ol className="path">
      <li className="path-head" aria-hidden="true">
        <span />
        <Axis ticks={ticks} />
        <span className="number">{skillGapText.score}</span>
      </li>
      <li>
        <span>{skillGapText.today}</span>
        <span className="path-start">{result.metSkills.map(({ skill }) => skill).join(", ")}</span>
        <strong className="number path-now">{whole(result.matchScore.value)}</strong>
      </li>
      {plan.map((step) => (
        <Step key={step.skill} step={step} ticks={ticks} />
      ))}
    </ol>
  );
}

function Step(props: {
  readonly step: PlannedStep;
  readonly ticks: readonly (readonly [number, string])[];
}): React.ReactNode {
  const { skill, hours, from, to, scoreAfter, isForNext, firstWeek, lastWeek } = props.step;
  const isLate = to > 0.8;
  const label = { insetInlineStart: cssPercent(isLate ? from : to) };
  return (
    <li>
      <strong>{skill}</strong>
      <span className="chart-track" title={skillGapText.weeksOf(skill, firstWeek, lastWeek)}>
        <Grid ticks={props.ticks} />
        <span
          className="chart-bar"
          style={{ insetInlineStart: cssPercent(from), inlineSize: cssPercent(to - from) }}
        />
        <span className="path-hours" data-late={isLate} style={label}>
          <span className="visually-hidden">{skillGapText.weeks(firstWeek, lastWeek)}, </span>
          {skillGapText.hoursOf(hours, isForNext)}
        </span>
      </span>
      <strong className="number">{whole(scoreAfter)}</strong>
    </li>
  );
}

/** Say which step gives the most for its hours, where that is not the first one. */
function quickest(plan: readonly PlannedStep[], result: SkillGapAnalysis): string {
  const start = Math.round(result.matchScore.value);
  const gains = plan.map((step, index) => ({
    step,
    points: step.scoreAfter - (plan[index - 1]?.scoreAfter ?? start),
  }));
  const [best] = [...gains].sort((a, b) => b.points / b.step.hours - a.points / a.step.hours);
  if (!best || best.step === plan[0] || best.points < 1) return "";
  const { skill, hours } = best.step;
  return skillGapText.quickest(skill, hours, best.points);
}

function plainRow(step: PlannedStep): readonly string[] {
  const weeks = skillGapText.range(step.firstWeek, step.lastWeek);
  return [step.skill, weeks, whole(step.hours), whole(step.scoreAfter)];
}
