/** What was asked, and how it went: the end of each result. */
import * as jobText from "#messages/job";
import * as resultText from "#messages/result";
import type { JobDetails } from "../../../jobs/index.js";
import { useAbout } from "../about.js";
import { Section } from "./Section.js";
import { ValueView } from "./ValueView.js";
import "./asked.css";

/** The section of what was asked; its lists are skills: the person's own. */
export function Asked(): React.ReactNode {
  const { details, tags } = useAbout();
  const file = details && "file" in details ? details.file : undefined;
  const asked = { ...details?.input, ...(file && { file: file.name }) };
  return (
    <aside aria-label={jobText.aboutThisJob}>
      <Section id="asked" title={resultText.askedAndDone}>
        <dl className="asked">
          {Object.entries<unknown>(asked)
            .filter(([, value]) => value !== "" && value !== null)
            .map(([name, value]) => (
              <div key={name}>
                <dt>{jobText.labelOf(name)}</dt>
                <dd>
                  <ValueView value={value} isCompact />
                </dd>
              </div>
            ))}
          {tags.length > 0 && (
            <div>
              <dt>{jobText.tags}</dt>
              <dd>{tags.join(", ")}</dd>
            </div>
          )}
          <div>
            <dt>{resultText.time}</dt>
            <dd>
              <Times details={details} />
            </dd>
          </div>
        </dl>
      </Section>
    </aside>
  );
}

function Times({ details }: { readonly details: JobDetails | undefined }): React.ReactNode {
  const { createdAt, finishedAt } = useAbout();
  const last = details?.attempts?.at(-1);
  const waited = last?.waitSeconds;
  const started = last?.startedAt === undefined ? undefined : new Date(last.startedAt);
  return [
    resultText.submitted(createdAt),
    waited !== undefined && resultText.waited(waited * 1000),
    started && resultText.ran(finishedAt.getTime() - started.getTime()),
    last && resultText.attempt(last.attempt),
  ]
    .filter(Boolean)
    .join(", ");
}
