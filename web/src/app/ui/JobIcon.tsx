/** The picture of a type of job. */
import { LABELS } from "../jobTypes.js";

/** The picture of a type of job; its name stands beside it. */
export function JobIcon({ type }: { readonly type: string }): React.ReactNode {
  return (
    <svg className="job-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={LABELS.icon(type)} />
    </svg>
  );
}
