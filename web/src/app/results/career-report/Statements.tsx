/** Sentences of a report, each with the part that it is from. */
import * as reportText from "#messages/careerReport";
import { jobPath, Link } from "../../router.js";
import type { PartLink, ReportPart, Statement } from "./schemas.js";

/** A sentence; behind it lead links to the jobs that found it out, with its figures. */
export function Said(props: {
  readonly statement: Statement;
  readonly links: readonly PartLink[];
}): React.ReactNode {
  const { text } = props.statement;
  return (
    <>
      {text}{" "}
      {partsOf(props.statement).map((part) => (
        <From key={part} part={part} {...props} />
      ))}
    </>
  );
}

function From(props: {
  readonly part: ReportPart;
  readonly statement: Statement;
  readonly links: readonly PartLink[];
}): React.ReactNode {
  const { part, statement, links } = props;
  const job = links.find((link) => link.part === part);
  if (!job) return null;
  const name = reportText.PART_NAMES[part];
  return (
    <Link
      className="report-from"
      href={jobPath(job.jobId)}
      title={figuresOf(statement, part)}
      aria-label={reportText.from(name)}
    >
      {name}
    </Link>
  );
}

/** Return the parts that a statement is from, each once. */
export function partsOf({ sources }: Statement): readonly ReportPart[] {
  return [...new Set(sources.map(({ part }) => part))];
}

function figuresOf({ sources }: Statement, of: ReportPart): string {
  const own = sources.filter(({ part }) => part === of);
  return own.map(({ figure, value }) => reportText.figure(figure, value)).join("; ");
}
