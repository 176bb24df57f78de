/** The jobs that a report is made of: each with its own page; of one that failed, why. */
import * as reportText from "#messages/careerReport";
import { jobPath, Link } from "../../router.js";
import { Section } from "../parts/Section.js";
import type { PartLink } from "./schemas.js";

export function PartJobs({ links }: { readonly links: readonly PartLink[] }): React.ReactNode {
  return (
    <Section id="parts" title={reportText.PARTS.parts}>
      <ul className="report-list">
        {links.map(({ part, jobId, whyMissing }) => {
          const name = reportText.PART_NAMES[part];
          return (
            <li key={part}>
              <Link href={jobPath(jobId)} aria-label={reportText.openJob(name)}>
                {whyMissing === undefined ? name : reportText.withoutPart(name)}
              </Link>
              {whyMissing !== undefined && <p className="report-missing">{whyMissing}</p>}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
