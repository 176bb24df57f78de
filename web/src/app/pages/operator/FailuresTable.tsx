/** What failed lately, by code: how often, since when, and whether a retry can help. */
import { useTitles } from "../../jobTypes.js";
import { Link } from "../../router.js";
import { DataTable } from "../../ui/DataTable.js";
import { fullTime } from "../../messages/intl.js";
import { listPath, type Activity } from "./console.js";

const COLUMNS = ["Code", "Jobs", "First", "Last", "Types", "What helps"];

export function FailuresTable({ activity }: { readonly activity: Activity }): React.ReactNode {
  const { failures } = activity;
  const titleOf = useTitles();
  return (
    <section className="card" aria-labelledby="failures">
      <h2 id="failures">Failures by code</h2>
      {failures.length === 0 ? (
        <p className="hint">Nothing has failed.</p>
      ) : (
        <DataTable columns={COLUMNS} numbers={["Jobs"]}>
          {failures.map((failure) => (
            <tr key={failure.code}>
              <th scope="row">
                <Link href={listPath({ status: "failed", code: failure.code })}>
                  <code>{failure.code}</code>
                </Link>
              </th>
              <td className="number">{failure.count.toLocaleString()}</td>
              <td>{fullTime(new Date(failure.firstAt))}</td>
              <td>{fullTime(new Date(failure.lastAt))}</td>
              <td>{failure.types.map(titleOf).join(", ")}</td>
              <td>{failure.retriable ? "A retry may help" : "A retry cannot help"}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </section>
  );
}
