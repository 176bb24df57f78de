/** Skills that move: from the year before to now, on one axis; and what is asked for most. */
import * as insightsText from "#messages/careerInsights";
import * as resultText from "#messages/result";
import { Axis, Grid, sharesUpTo } from "../charts/Axis.js";
import { ShareTable } from "../charts/ShareTable.js";
import { percent, points, signed } from "../../messages/intl.js";
import { cssPercent } from "../../ui/cssPercent.js";
import { PlainTable } from "../parts/PlainTable.js";
import { Legend, Section } from "../parts/Section.js";
import type { CareerInsights, MovingSkill } from "./schemas.js";
import { textOf } from "./sentences.js";
import "./movers.css";

type ShareAxis = ReturnType<typeof sharesUpTo>;

const MARKS = [
  ["then", insightsText.theYearBefore],
  ["now", insightsText.now],
] as const;

/** Skills that move; nothing where there is no year to compare with. */
export function Movers({ result }: { readonly result: CareerInsights }): React.ReactNode {
  const { rising = [], falling = [], compared = 0 } = result.skills;
  const all = [...rising, ...falling];
  if (all.length === 0) return null;
  const axis = sharesUpTo(
    Math.max(...all.map(({ demandShare, earlierShare }) => Math.max(demandShare, earlierShare))),
  );
  const isAnyClear = all.some(({ changeIsClear }) => changeIsClear);
  return (
    <Section
      id="movers"
      title={insightsText.PARTS.movers}
      sub={insightsText.compared(compared, isAnyClear)}
      legend={<Legend marks={MARKS} />}
      note={<PlainTable columns={COLUMNS} rows={all.map(plainRow)} />}
    >
      <div className="part-pair">
        <Group title={insightsText.rising} skills={rising} axis={axis} />
        <Group title={insightsText.falling} skills={falling} axis={axis} />
      </div>
    </Section>
  );
}

const COLUMNS = Object.values(insightsText.MOVER_COLUMNS);

function plainRow(each: MovingSkill): readonly string[] {
  const { skill, earlierShare, demandShare, change, changeIsClear } = each;
  const isMore = changeIsClear ? insightsText.yes : insightsText.no;
  return [skill, percent(earlierShare), percent(demandShare), points(change), isMore];
}

function Group(props: {
  readonly title: string;
  readonly skills: readonly MovingSkill[];
  readonly axis: ShareAxis;
}): React.ReactNode {
  const { title, skills, axis } = props;
  if (skills.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul className="movers">
        {skills.map((skill) => (
          <Mover key={skill.skill} mover={skill} axis={axis} />
        ))}
        <li className="movers-axis" aria-hidden="true">
          <span />
          <Axis ticks={axis.ticks} />
          <span />
        </li>
      </ul>
    </div>
  );
}

function Mover(props: { readonly mover: MovingSkill; readonly axis: ShareAxis }): React.ReactNode {
  const { skill, demandShare, earlierShare, change, changeIsClear } = props.mover;
  const { end, ticks } = props.axis;
  const [low, high] = [demandShare, earlierShare].sort((a, b) => a - b) as [number, number];
  const way = {
    insetInlineStart: cssPercent(low / end),
    inlineSize: cssPercent((high - low) / end),
  };
  return (
    <li>
      <span>{skill}</span>
      <span className="chart-track" title={insightsText.moved(skill, earlierShare, demandShare)}>
        <Grid ticks={ticks} />
        <span className="mover-way" style={way} />
        <span className="mover-then" style={{ insetInlineStart: cssPercent(earlierShare / end) }} />
        <span className="mover-now" style={{ insetInlineStart: cssPercent(demandShare / end) }} />
      </span>
      <span className="number">
        <strong>{percent(demandShare)}</strong>{" "}
        {changeIsClear ? (
          <strong>{signed(change * 100)}</strong>
        ) : (
          <small>{signed(change * 100)}</small>
        )}
      </span>
    </li>
  );
}

/** What is asked for most; nothing where no posting says it. */
export function TopSkills({ result }: { readonly result: CareerInsights }): React.ReactNode {
  const { top = [] } = result.skills;
  if (top.length === 0) return null;
  const rows = top.map(({ skill, demandShare }) => ({ name: skill, share: demandShare }));
  return (
    <Section id="skills" title={insightsText.askedFor} sub={textOf(result.narrative.skills)}>
      <ShareTable label={resultText.skill} rows={rows} />
    </Section>
  );
}
