/** What was asked, and how it went: the end of each result. */
import type { JobDetails } from "../../../jobs/index.js";
import { labelOf } from "../../forms/labels.js";
import { duration } from "../../ui/times.js";
import { useAbout } from "../about.js";
import { dayName, timeName } from "../numbers.js";
import { Section } from "./Section.js";
import { ValueView } from "./ValueView.js";
import "./asked.css";

/** The section of what was asked; its lists are skills: the person's own. */
export function Asked(): React.ReactNode {
  const { details, tags } = useAbout();
  const file = details && "file" in details ? details.file : undefined;
  const asked = { ...details?.input, ...(file && { file: file.name }) };
  return (
    <aside aria-label="About this job">
      <Section id="asked" title="Asked and done">
        <dl className="asked">
          {Object.entries<unknown>(asked)
            .filter(([, value]) => value !== "" && value !== null)
            .map(([name, value]) => (
              <div key={name}>
                <dt>{labelOf(name)}</dt>
                <dd>
                  <ValueView value={value} isCompact />
                </dd>
              </div>
            ))}
          {tags.length > 0 && (
            <div>
              <dt>Tags</dt>
              <dd>{tags.join(", ")}</dd>
            </div>
          )}
          <div>
            <dt>Time</dt>
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
    `${dayName(createdAt)}, submitted ${timeName(createdAt)}`,
    waited !== undefined && `waited ${duration(waited * 1000)}`,
    started && `ran ${duration(finishedAt.getTime() - started.getTime())}`,
    last && `attempt ${String(last.attempt)}`,
  ]
    .filter(Boolean)
    .join(", ");
}
