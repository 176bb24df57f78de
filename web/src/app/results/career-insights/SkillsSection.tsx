/** Which skills are asked for, and which are asked for more and less than a year before. */
import type { CareerInsights, MovingSkill } from "./schemas.js";
import { ShareBars } from "../charts/ShareBars.js";
import { percent, points } from "../numbers.js";
import { Section } from "../parts/Section.js";
import "./insights.css";
import { Sentences } from "./Sentences.js";

/** Which skills are asked for; nothing where no posting says it. */
export function SkillsSection(props: { readonly result: CareerInsights }): React.ReactNode {
  const { skills, narrative } = props.result;
  const { top = [], rising = [], falling = [], compared = 0 } = skills;
  if (top.length === 0) return null;
  const note = `${String(compared)} skills were compared with the year before; pale ones may be chance.`;
  return (
    <Section title="What is asked for" note={compared > 0 && note}>
      <Sentences sentences={narrative.skills} />
      <ShareBars
        label="Share of postings that ask for each skill"
        bars={top.map(({ skill, demandShare }) => ({ label: skill, share: demandShare }))}
      />
      <div className="movers">
        <Movers title="Rising" skills={rising} />
        <Movers title="Falling" skills={falling} />
      </div>
    </Section>
  );
}

function Movers(props: {
  readonly title: string;
  readonly skills: readonly MovingSkill[];
}): React.ReactNode {
  if (props.skills.length === 0) return null;
  return (
    <div>
      <h3>{props.title}</h3>
      <ul>
        {props.skills.map(({ skill, change, demandShare, changeIsClear }) => (
          <li key={skill} data-clear={changeIsClear}>
            <span>{skill}</span>
            <strong>{points(change)}</strong>
            <small>now {percent(demandShare)}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
