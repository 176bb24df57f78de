/** A skill gap analysis, drawn for the person it is about. */
import type { MatchedName, SkillGapAnalysis } from "./schemas.js";
import { Ring } from "../charts/Ring.js";
import { ShareBars } from "../charts/ShareBars.js";
import { points } from "../numbers.js";
import { Lead, Section, Source } from "../parts/Section.js";
import { Gaps } from "./Gaps.js";
import { LearningPath } from "./LearningPath.js";
import "./skillGap.css";

interface Props {
  readonly result: SkillGapAnalysis;
}

export default function SkillGapResult({ result }: Props): React.ReactNode {
  const { narrative, matchScore } = result;
  const ring = <Ring value={matchScore.value} label="Match score" />;
  return (
    <>
      <Lead about={nameOf(result.targetRole)} headline={narrative.headline} ring={ring}>
        {narrative.overview}
      </Lead>
      <Section title="What to do first">
        <p className="strong">{narrative.nextStep}</p>
      </Section>
      <Demand result={result} />
      <Gaps result={result} />
      <LearningPath path={result.learningPath} />
      <AdjacentRoles result={result} />
      <Source result={result} />
    </>
  );
}

function Demand({ result }: Props): React.ReactNode {
  const met = new Set(result.metSkills.map(({ skill }) => skill));
  if (result.sample.basis === "description") return <Described result={result} met={met} />;
  return (
    <Section title="What the role asks for" note={result.matchScore.formula}>
      <p className="legend actions hint">
        <span data-tone="met">You have it</span>
        <span data-tone="missing">Missing</span>
      </p>
      <ShareBars
        label="Share of postings that ask for each skill"
        bars={result.requiredSkills.map(({ skill, demandShare, ...more }) => ({
          label: skill,
          share: demandShare,
          tone: met.has(skill) ? "met" : "missing",
          more: more.demandChangeIsClear && points(more.demandChange ?? 0),
        }))}
      />
    </Section>
  );
}

/** What one job description names: how often others ask for it is not known, so there are no bars. */
function Described({
  result,
  met,
}: Props & { readonly met: ReadonlySet<string> }): React.ReactNode {
  return (
    <Section title="What the job description names" note={result.matchScore.formula}>
      <ul className="list">
        {result.requiredSkills.map(({ skill }) => (
          <li key={skill}>
            <strong>{skill}</strong>{" "}
            <span className="hint">{met.has(skill) ? "you have it" : "missing"}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function AdjacentRoles({ result: { adjacentRoles } }: Props): React.ReactNode {
  if (adjacentRoles.length === 0) return null;
  return (
    <Section title="Roles nearby">
      <ul className="roles list">
        {adjacentRoles.map(({ role, score, medianPayUsd, missingSkills = [] }) => (
          <li key={role}>
            <strong>{role}</strong>
            <span>{Math.round(score)} of 100</span>
            <small>
              median ${medianPayUsd.toLocaleString("en-US")}
              {missingSkills.length > 0 && `; you lack ${missingSkills.join(", ")}`}
            </small>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function nameOf({ matched, asked }: MatchedName): string {
  return matched && matched !== asked ? `${matched} (asked for: ${asked})` : asked;
}
