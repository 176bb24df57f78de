/** The types of jobs to choose from, each with a link to its form. */
import * as formText from "#messages/form";
import type { JobType } from "../../../jobs/index.js";
import { Link } from "../../router.js";
import { JobIcon } from "../../ui/JobIcon.js";

const ORDER = Object.keys(formText.TYPES);

interface Props {
  readonly types: readonly JobType[];
  readonly chosen: JobType | undefined;
}

export function TypeList({ types, chosen }: Props): React.ReactNode {
  return (
    <nav aria-label={formText.kinds} className="type-list">
      {types.map((one) => (
        <Link
          key={one.type}
          href={`/new/${one.type}`}
          className="choice"
          aria-current={one === chosen ? "page" : undefined}
        >
          <JobIcon type={one.type} />
          <span>
            <strong>{one.title}</strong>
            {one.description && <small>{one.description}</small>}
          </span>
        </Link>
      ))}
    </nav>
  );
}

/** Return the well-known types first, and new ones behind them. */
export function inOrder(types: readonly JobType[]): readonly JobType[] {
  const rank = ({ type }: JobType): number =>
    ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length;
  return [...types].sort((a, b) => rank(a) - rank(b));
}
