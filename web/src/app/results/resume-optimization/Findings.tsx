/** What was found: for the software that reads it, and what no change answers, with its place. */
import { Section } from "../parts/Section.js";
import type { AtsProblem, KeptBecause, ResumeOptimization } from "./schemas.js";
import "./findings.css";

const KEPT: Readonly<Record<KeptBecause, string>> = {
  "adds-figure": "the suggestion invented a number",
  "loses-figure": "the suggestion dropped a number",
  "adds-name": "the suggestion invented a name",
  "loses-name": "the suggestion dropped a name",
  "claims-more": "the suggestion claimed more than you wrote",
  "changes-meaning": "the suggestion changed the meaning",
  "not-plain": "the suggestion was not plain text",
  "too-long": "the suggestion was too long",
  "wrong-english": "the suggestion was no correct English",
  "no-room": "there was no room for it",
};

/** What applicant tracking systems stumble over. */
export function AtsProblems(props: { readonly problems: readonly AtsProblem[] }): React.ReactNode {
  const { problems } = props;
  return (
    <Section
      id="software"
      title="For the software that reads it"
      sub={problems.length === 0 && "Nothing was found that it stumbles over."}
    >
      {problems.length > 0 && (
        <ul className="checks">
          {problems.map(({ kind, message, count = 1, where, isFixed }) => (
            <li key={kind} data-done={isFixed}>
              <strong>{isFixed ? "A change mends it" : "Yours to do"}</strong> {message}
              {count > 1 && ` In ${String(count)} places.`}
              {where && <q>{where.text.trim()}</q>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

type Finding = NonNullable<ResumeOptimization["sections"][number]["findings"]>[number];

/** What was found in each section and no change answers. */
export function SectionFindings({
  result,
}: {
  readonly result: ResumeOptimization;
}): React.ReactNode {
  const isAnswered = ({ start, end }: Finding): boolean =>
    result.changes.some((change) => change.start < end && start < change.end);
  const sections = result.sections
    .map(({ title, kind, findings = [], moreFindings = 0 }) => ({
      title: title || kind,
      findings: findings.filter((finding) => !isAnswered(finding)),
      more: moreFindings,
    }))
    .filter(({ findings }) => findings.length > 0);
  if (sections.length === 0) return null;
  return (
    <Section
      id="findings"
      title="What no change answers"
      sub="Each with its place. These are yours to write."
    >
      {sections.map((section) => (
        <details className="finding-group" key={section.title}>
          <summary>
            {section.title} <span>{section.findings.length + section.more}</span>
          </summary>
          <ul className="findings">
            {section.findings.map((finding) => (
              <li key={`${String(finding.start)} ${finding.kind}`}>
                <q>{finding.text.trim()}</q>
                <span>{finding.message}</span>
              </li>
            ))}
            {section.more > 0 && <li>And {section.more} more of these kinds.</li>}
          </ul>
        </details>
      ))}
    </Section>
  );
}

/** What stays as it was although a rewrite was suggested. */
export function Kept({
  result: { kept },
}: {
  readonly result: ResumeOptimization;
}): React.ReactNode {
  if (kept.length === 0) return null;
  return (
    <Section
      title="Kept as you wrote it"
      sub="A rewrite was suggested and refused, for it did not keep your facts."
    >
      <ul className="findings">
        {kept.map(({ start, text, keptBecause }) => (
          <li key={start}>
            <q>{text.trim()}</q>
            <span>{KEPT[keptBecause]}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
