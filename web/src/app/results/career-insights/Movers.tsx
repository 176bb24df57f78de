/** Skills that move: from the year before to now, on one axis; and what is asked for most. */
import { Axis, Grid, sharesUpTo } from "../charts/Axis.js";
import { ShareTable } from "../charts/ShareTable.js";
import { cssPercent, percent, points, signed } from "../numbers.js";
import { PlainTable } from "../parts/PlainTable.js";
import { Legend, Section } from "../parts/Section.js";
import type { CareerInsights, MovingSkill } from "./schemas.js";
import { textOf } from "./sentences.js";
import "./movers.css";

type ShareAxis = ReturnType<typeof sharesUpTo>;

const MARKS = [
  ["then", "the year before"],
  ["now", "now"],
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
  const note = isAnyClear
    ? "A change in bold is more than chance brings forth among so many; read the others as hints."
    : "None moved by more than chance brings forth among so many: read these as hints.";
  return (
    <Section
      id="movers"
      title="Skills that move"
      sub={`Shares of postings; ${String(compared)} skills were compared. ${note}`}
      legend={<Legend marks={MARKS} />}
      note={<PlainTable columns={COLUMNS} rows={all.map(plainRow)} />}
    >
      <div className="part-pair">
        <Group title="Rising" skills={rising} axis={axis} />
        <Group title="Falling" skills={falling} axis={axis} />
      </div>
    </Section>
  );
}

const COLUMNS = ["Skill", "Year before", "Now", "Change", "More than chance"];

function plainRow(each: MovingSkill): readonly string[] {
  const { skill, earlierShare, demandShare, change, changeIsClear } = each;
  const isMore = changeIsClear ? "yes" : "no";
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
  const words = `the year before ${percent(earlierShare)}, now ${percent(demandShare)}`;
  return (
    <li>
      <span>{skill}</span>
      <span className="chart-track" title={`${skill}: ${words}`}>
        <Grid ticks={ticks} />
        <span className="mover-way" style={way} />
        <span className="mover-then" style={{ insetInlineStart: cssPercent(earlierShare / end) }} />
        <span className="mover-now" style={{ insetInlineStart: cssPercent(demandShare / end) }} />
      </span>
      <span className="number">
        <strong>{percent(demandShare)}</strong>{" "}
        {changeIsClear ? (
          <strong>{signed(Math.round(change * 100))}</strong>
        ) : (
          <small>{signed(Math.round(change * 100))}</small>
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
    <Section id="skills" title="What is asked for" sub={textOf(result.narrative.skills)}>
      <ShareTable label="Skill" rows={rows} />
    </Section>
  );
}
