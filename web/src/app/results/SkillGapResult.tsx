/** A skill gap analysis, drawn for the person it is about. */
import type { ReactElement } from "react";

import type { Gap, MatchedName, PathStep, SkillGapAnalysis } from "./schemas.js";
import { Ring, Section, ShareBars, Source } from "./charts.js";
import { dollars, points } from "./numbers.js";

interface Props {
  readonly result: SkillGapAnalysis;
}

/** A skill gap analysis. */
export default function SkillGapResult({ result }: Props): ReactElement {
  const { narrative, matchScore, sample, learningPath, adjacentRoles } = result;
  return (
    <>
      <section className="card lead">
        <Ring value={matchScore.value} label="Match score" />
        <div>
          <p className="eyebrow">{nameOf(result.targetRole)}</p>
          <h2>{narrative.headline}</h2>
          <p>{narrative.overview}</p>
        </div>
      </section>
      <Section title="What to do first">
        <p className="strong">{narrative.nextStep}</p>
      </Section>
      <Demand result={result} />
      {result.gaps.length > 0 && (
        <Section title="What is missing">
          <ul className="gaps">
            {result.gaps.slice(0, 8).map((gap) => (
              <GapItem key={gap.skill} gap={gap} reason={reasonOf(result, gap)} />
            ))}
          </ul>
        </Section>
      )}
      {learningPath.steps && learningPath.steps.length > 0 && (
        <Section
          title="A way to learn it"
          note={`${String(learningPath.totalHours)} hours: ${String(learningPath.totalWeeks)} weeks at ${String(learningPath.hoursPerWeek)} hours a week.`}
        >
          <ol className="path">
            {learningPath.steps.map((step) => (
              <Step key={step.skill} step={step} />
            ))}
          </ol>
        </Section>
      )}
      {adjacentRoles.length > 0 && (
        <Section title="Roles nearby">
          <ul className="roles">
            {adjacentRoles.map(({ role, score, medianPayUsd, missingSkills }) => (
              <li key={role}>
                <strong>{role}</strong>
                <span>{Math.round(score)} of 100</span>
                <small>
                  median ${medianPayUsd.toLocaleString("en-US")}
                  {missingSkills &&
                    missingSkills.length > 0 &&
                    `; you lack ${missingSkills.join(", ")}`}
                </small>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Source
        note={sample.note}
        dataSource={result.dataSource}
        dataDate={sample.dataDate}
        model={result.generatedBy.model}
      />
    </>
  );
}

function Demand({ result }: Props): ReactElement {
  const met = new Set(result.metSkills.map(({ skill }) => skill));
  return (
    <Section title="What the role asks for" note={result.matchScore.formula}>
      <p className="legend">
        <span data-tone="met">You have it</span>
        <span data-tone="missing">Missing</span>
      </p>
      <ShareBars
        label="Share of postings that ask for each skill"
        bars={result.requiredSkills.map(
          ({ skill, demandShare, demandChange, demandChangeIsClear }) => ({
            label: skill,
            share: demandShare,
            tone: met.has(skill) ? "met" : "missing",
            more: demandChange !== undefined && demandChangeIsClear && points(demandChange),
          }),
        )}
      />
    </Section>
  );
}

function GapItem({
  gap,
  reason,
}: {
  readonly gap: Gap;
  readonly reason: string | undefined;
}): ReactElement {
  const { skill, payEffectUsd, payEffectIsClear, learnHours, missingPrerequisites, unlocks } = gap;
  return (
    <li>
      <h3>{skill}</h3>
      {reason && <p>{reason}</p>}
      <p className="facts">
        <span>{learnHours} hours to a working knowledge</span>
        {payEffectUsd !== undefined && payEffectIsClear && (
          <span>{dollars(payEffectUsd)} a year</span>
        )}
        {missingPrerequisites && missingPrerequisites.length > 0 && (
          <span>first: {missingPrerequisites.join(", ")}</span>
        )}
        {unlocks && unlocks.length > 0 && <span>leads to {unlocks.join(", ")}</span>}
      </p>
    </li>
  );
}

function Step({ step }: { readonly step: PathStep }): ReactElement {
  const { skill, firstWeek, lastWeek, hours, reason, scoreAfter } = step;
  const weeks =
    firstWeek === lastWeek
      ? `Week ${String(firstWeek)}`
      : `Weeks ${String(firstWeek)}–${String(lastWeek)}`;
  return (
    <li>
      <span className="weeks">{weeks}</span>
      <strong>{skill}</strong>
      <span className="hint">
        {hours} hours{reason === "prerequisite" && ", needed for the next"} · score{" "}
        {Math.round(scoreAfter)}
      </span>
    </li>
  );
}

function reasonOf({ narrative }: SkillGapAnalysis, { skill }: Gap): string | undefined {
  return narrative.gapReasons.find((each) => each.skill === skill)?.reason;
}

function nameOf({ matched, asked }: MatchedName): string {
  return matched && matched !== asked ? `${matched} (asked for: ${asked})` : asked;
}
