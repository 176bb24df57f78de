/**
 * A true result as the picture of the first page: what the skill gap analysis says of the sample data
 * for Python, SQL and Docker, and the role Data Engineer.
 */
import { JobIcon } from "../ui/JobIcon.js";
import { Scale } from "../ui/Scale.js";

const SCORE = 30;
const REACH = 69;
const WEEKS = 35;
const POSTINGS = 607;

/** Per cent of the postings that ask for a skill; the first two are among those of the example. */
const SKILLS: readonly (readonly [skill: string, share: number, has: boolean])[] = [
  ["SQL", 88, true],
  ["Python", 83, true],
  ["AWS", 51, false],
  ["Apache Spark", 50, false],
  ["Apache Airflow", 49, false],
  ["Data Modeling", 46, false],
  ["Git", 38, false],
  ["Apache Kafka", 37, false],
];

export function ProofScale(): React.ReactNode {
  return (
    <div className="welcome-scale">
      <p className="hint">With Python, SQL and Docker, on the way to Data Engineer:</p>
      <Scale
        role="img"
        label={`Score, of 100: ${String(SCORE)} today; ${String(REACH)} after ${String(WEEKS)} weeks.`}
        value={SCORE}
        reach={REACH}
        above={<strong>{SCORE} today</strong>}
        reachAbove={
          <>
            <strong>{REACH}</strong> after {WEEKS} weeks
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
        <JobIcon type="skill-gap-analysis" /> Skill gap <strong>Data Engineer</strong>
        <span className="tag">sample result</span>
        <span className="proof-end">{POSTINGS} postings</span>
      </p>
      <h2>You cover {SCORE}% of what postings ask for. AWS comes first.</h2>
      <p className="proof-line hint">
        <span className="key" data-has="true" /> You have it
        <span className="key" data-has="false" /> Missing
      </p>
      <table className="proof-bars">
        <thead>
          <tr>
            <th scope="col">Skill</th>
            <th scope="col" className="proof-axis">
              <span>0</span> <span>25</span> <span>50</span> <span>75</span> <span>100%</span>
            </th>
            <th scope="col" className="number">
              Ask for it
            </th>
          </tr>
        </thead>
        <tbody>
          {SKILLS.map((skill) => (
            <SkillBar key={skill[0]} skill={skill} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SkillBar({ skill }: { readonly skill: (typeof SKILLS)[number] }): React.ReactNode {
  const [name, share, has] = skill;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <div className="bar" data-has={has} style={{ inlineSize: `${String(share)}%` }}>
          <span className="visually-hidden">{has ? "you have it" : "missing"}</span>
        </div>
      </td>
      <td className="number">
        <strong>{share}%</strong>
      </td>
    </tr>
  );
}
