/**
 * A true result as the picture of the first page: what the skill gap analysis says of the sample data
 * for Python, SQL and Docker, and the role Data Engineer.
 */
import * as signInText from "#messages/signIn";
import { percent } from "../messages/intl.js";
import { JobIcon } from "../ui/JobIcon.js";
import { Scale } from "../ui/Scale.js";

const SCORE = 30;
const REACH = 69;
const WEEKS = 35;
const POSTINGS = 607;

export function ProofScale(): React.ReactNode {
  return (
    <div className="welcome-scale">
      <p className="hint">{signInText.withSkills}</p>
      <Scale
        role="img"
        label={signInText.scaleLabel(SCORE, REACH, WEEKS)}
        value={SCORE}
        reach={REACH}
        above={<strong>{signInText.today(SCORE)}</strong>}
        reachAbove={
          <>
            <strong>{REACH}</strong> {signInText.afterWeeks(WEEKS)}
          </>
        }
      />
    </div>
  );
}

export function Proof(): React.ReactNode {
  return (
    <div className="welcome-sheet">
      <p className="proof-line hint">
        <JobIcon type="skill-gap-analysis" /> {signInText.skillGap}{" "}
        <strong>{signInText.exampleRole}</strong>
        <span className="tag">{signInText.sample}</span>
        <span className="proof-end">{signInText.postings(POSTINGS)}</span>
      </p>
      <h2>{signInText.covered(percent(SCORE / 100))}</h2>
      <p className="proof-line hint">
        <span className="key" data-has="true" /> {signInText.youHaveIt}
        <span className="key" data-has="false" /> {signInText.missing}
      </p>
      <table className="proof-bars">
        <thead>
          <tr>
            <th scope="col">{signInText.skill}</th>
            <th scope="col" className="proof-axis">
              <span>0</span> <span>25</span> <span>50</span> <span>75</span> <span>100%</span>
            </th>
            <th scope="col" className="number">
              {signInText.askForIt}
            </th>
          </tr>
        </thead>
        <tbody>
          {signInText.SKILLS.map((skill) => (
            <SkillBar key={skill[0]} skill={skill} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SkillBar({
  skill,
}: {
  readonly skill: (typeof signInText.SKILLS)[number];
}): React.ReactNode {
  const [name, share, has] = skill;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <div className="bar" data-has={has} style={{ inlineSize: `${String(share)}%` }}>
          <span className="visually-hidden">{has ? signInText.barHas : signInText.barLacks}</span>
        </div>
      </td>
      <td className="number">
        <strong>{percent(share / 100)}</strong>
      </td>
    </tr>
  );
}
