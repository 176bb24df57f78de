/** The picture of a type of job; its name stands beside it. */
import { useIcon } from "../jobTypes.js";

export function JobIcon({ type }: { readonly type: string }): React.ReactNode {
  return (
    <svg className="job-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={useIcon(type)} />
    </svg>
  );
}
