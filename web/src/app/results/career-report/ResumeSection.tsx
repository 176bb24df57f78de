/** What to change in the résumé; without one, how to have it said. */
import * as reportText from "#messages/careerReport";
import { Section } from "../parts/Section.js";
import type { PartLink, ResumePart } from "./schemas.js";
import { Said } from "./Statements.js";

export function ResumeSection(props: {
  readonly part: ResumePart | undefined;
  readonly links: readonly PartLink[];
}): React.ReactNode {
  const { part, links } = props;
  if (!part) {
    const wasSent = links.some((link) => link.part === "resume");
    return wasSent ? null : <p className="hint no-print">{reportText.sendResume}</p>;
  }
  const sub = part.changes.length === 0 && reportText.nothingToChange;
  return (
    <Section id="resume" title={reportText.PARTS.resume} sub={sub}>
      <ol className="report-list">
        {part.changes.map((each) => (
          <li key={each.text}>
            <Said statement={each} links={links} />
          </li>
        ))}
      </ol>
    </Section>
  );
}
