/** What was found: for the software that reads it, and what no change answers, with its place. */
import * as resumeText from "#messages/resumeOptimization";
import { Section } from "../parts/Section.js";
import type { AtsProblem, ResumeOptimization } from "./schemas.js";
import "./findings.css";

/** What applicant tracking systems stumble over. */
export function AtsProblems(props: { readonly problems: readonly AtsProblem[] }): React.ReactNode {
  const { problems } = props;
  return (
    <Section
      id="software"
      title={resumeText.forSoftware}
      sub={problems.length === 0 && resumeText.nothingForSoftware}
    >
      {problems.length > 0 && (
        <ul className="checks">
          {problems.map(({ kind, message, count = 1, where, isFixed }) => (
            <li key={kind} data-done={isFixed}>
              <strong>{isFixed ? resumeText.mended : resumeText.yoursToDo}</strong> {message}
              {count > 1 && ` ${resumeText.inPlaces(count)}`}
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
    <Section id="findings" title={resumeText.notAnswered} sub={resumeText.notAnsweredSub}>
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
            {section.more > 0 && <li>{resumeText.moreOfThese(section.more)}</li>}
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
    <Section title={resumeText.keptTitle} sub={resumeText.keptSub}>
      <ul className="findings">
        {kept.map(({ start, text, keptBecause }) => (
          <li key={start}>
            <q>{text.trim()}</q>
            <span>{resumeText.KEPT[keptBecause]}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
