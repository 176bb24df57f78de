/** What was found in a résumé: for the software that reads it, and section by section. */
import type { AtsProblem, ResumeOptimization } from "./schemas.js";
import { Badge } from "../../ui/StatusBadge.js";
import { Section } from "../parts/Section.js";
import "./findings.css";

type ResumeSection = ResumeOptimization["sections"][number];

/** What applicant tracking systems stumble over. */
export function AtsProblems(props: { readonly problems: readonly AtsProblem[] }): React.ReactNode {
  if (props.problems.length === 0) return null;
  return (
    <Section title="For the software that reads it">
      <ul className="findings list">
        {props.problems.map(({ kind, message, count = 1, where, isFixed }) => (
          <li key={kind}>
            <Badge state={isFixed ? "succeeded" : "waiting"} word={isFixed ? "Fixed" : "To do"} />
            <span>
              {message} {count > 1 && `(${String(count)} places)`}
              {where && <q className="clamped">{where.text.trim()}</q>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What was found in each section. */
export function SectionFindings(props: {
  readonly sections: readonly ResumeSection[];
}): React.ReactNode {
  const sections = props.sections.filter(({ findings = [] }) => findings.length > 0);
  if (sections.length === 0) return null;
  return (
    <Section title="Section by section">
      {sections.map((section) => (
        <OneSection key={section.start} section={section} />
      ))}
    </Section>
  );
}

function OneSection({ section }: { readonly section: ResumeSection }): React.ReactNode {
  const { title, kind, findings = [], moreFindings = 0 } = section;
  return (
    <details className="section-findings">
      <summary>
        {title || kind} <span className="count">{findings.length + moreFindings}</span>
      </summary>
      <ul className="findings list">
        {findings.map((finding) => (
          <li key={`${String(finding.start)}${finding.kind}`}>
            <q className="clamped">{finding.text.trim()}</q>
            <span>{finding.message}</span>
          </li>
        ))}
      </ul>
      {moreFindings > 0 && <p className="hint">And {moreFindings} more of these kinds.</p>}
    </details>
  );
}
