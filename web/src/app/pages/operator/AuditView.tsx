/** What operators did to other users' jobs, the latest first. */
import { useCallback } from "react";

import { useSession } from "../../auth/signIn.js";
import { Link } from "../../router.js";
import { DataTable } from "../../ui/DataTable.js";
import { Loaded, PageHead } from "../../ui/page.js";
import { fullTime } from "../../messages/intl.js";
import { useAsync } from "../../useAsync.js";
import { anyJobPath, shortId, type Action } from "./console.js";

const COLUMNS = ["When", "Who", "What", "Which", "Done", "Left"];

export function AuditView(): React.ReactNode {
  const { api } = useSession();
  const [actions, reload] = useAsync(useCallback(() => api.actions(), [api]));
  return (
    <>
      <PageHead title="Audit" beside="the last 50 changes; looks are in the log" />
      <Loaded from={actions} lines={5} onAgain={reload}>
        {(value) => <Actions actions={value.actions} />}
      </Loaded>
    </>
  );
}

function Actions({ actions }: { readonly actions: readonly Action[] }): React.ReactNode {
  if (actions.length === 0) return <p className="hint">No operator has changed anything.</p>;
  return (
    <DataTable columns={COLUMNS} numbers={["Done", "Left"]}>
      {actions.map((each) => (
        <tr key={`${each.at} ${each.operatorId}`}>
          <td>{fullTime(new Date(each.at))}</td>
          <th scope="row">{each.operatorId}</th>
          <td>{each.action}</td>
          <td>
            <Which action={each} />
          </td>
          <td className="number">{each.done ?? "did not end"}</td>
          <td className="number">{each.refused}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function Which({ action }: { readonly action: Action }): React.ReactNode {
  const { status, type, code, queue, jobIds } = action;
  if (jobIds.length === 0) return [status, type, code, queue].filter(Boolean).join(", ");
  return jobIds.map((jobId) => (
    <Link key={jobId} href={anyJobPath(jobId)}>
      <code>{shortId(jobId)}</code>{" "}
    </Link>
  ));
}
