/** What happened lately, by type of job. */
import { useTitles } from "../../jobTypes.js";
import { Link } from "../../router.js";
import { DataTable } from "../../ui/DataTable.js";
import { duration, money } from "../../messages/intl.js";
import { listPath, type Activity } from "./console.js";

const NUMBERS = [
  "Submitted",
  "Done",
  "Failed",
  "Cancelled",
  "Wait p95",
  "Run p50",
  "Run p95",
  "Cost",
];

export function TypesTable({ activity }: { readonly activity: Activity }): React.ReactNode {
  const titleOf = useTitles();
  if (activity.types.length === 0) return null;
  return (
    <section className="card" aria-labelledby="types">
      <h2 id="types">By type</h2>
      <DataTable columns={["Type", ...NUMBERS]} numbers={NUMBERS}>
        {activity.types.map((each) => (
          <tr key={each.type}>
            <th scope="row">
              <Link href={listPath({ type: each.type })}>{titleOf(each.type)}</Link>
            </th>
            {cellsOf(each).map((cell, at) => (
              <td key={NUMBERS[at]} className="number">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </DataTable>
    </section>
  );
}

function cellsOf(each: Activity["types"][number]): readonly React.ReactNode[] {
  const { submitted, succeeded, failed, cancelled, wait, run, costUsd } = each;
  const time = (value: number | undefined): string =>
    value === undefined ? "–" : duration(value * 1000);
  const times = [wait?.p95, run?.p50, run?.p95].map(time);
  return [submitted, succeeded, failed, cancelled, ...times, money(costUsd)];
}
