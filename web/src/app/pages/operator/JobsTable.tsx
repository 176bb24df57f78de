/** All users' jobs, the newest ones. */
import type { OperatorJob } from "../../apiTypes.js";
import { useTitles } from "../../jobTypes.js";
import { Link } from "../../router.js";
import { DataTable } from "../../ui/DataTable.js";
import { StatusBadge } from "../../ui/StatusBadge.js";
import { Ago } from "../../ui/times.js";
import { anyJobPath } from "./console.js";

const COLUMNS = ["Job", "Status", "Attempt", "Submitted", "Error"];

interface Props {
  readonly jobs: readonly OperatorJob[];
  readonly hasMore: boolean;
}

export function JobsTable({ jobs, hasMore }: Props): React.ReactNode {
  const titleOf = useTitles();
  if (jobs.length === 0) return <p className="hint">No job matches.</p>;
  const note = hasMore && "The newest 50 are shown.";
  return (
    <DataTable columns={COLUMNS} numbers={["Attempt"]} note={note}>
      {jobs.map((job) => (
        <tr key={job.jobId}>
          <th scope="row">
            <Link href={anyJobPath(job.jobId)}>{titleOf(job.type)}</Link> <code>{job.jobId}</code>
          </th>
          <td>
            <StatusBadge state={job.waiting ? "waiting" : job.status} />
          </td>
          <td className="number">
            {job.attempt} of {job.maxAttempts}
          </td>
          <td>
            <Ago time={new Date(job.createdAt)} />
          </td>
          <td>{job.error && `${job.error.code}: ${job.error.message}`}</td>
        </tr>
      ))}
    </DataTable>
  );
}
