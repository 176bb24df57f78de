/** The values behind a chart, as a plain table that opens. */
import * as resultText from "#messages/result";
import { DataTable } from "../../ui/DataTable.js";

interface Props {
  readonly columns: readonly string[];
  /** Its rows: each begins with its name, the rest are numbers as words. */
  readonly rows: readonly (readonly string[])[];
}

export function PlainTable({ columns, rows }: Props): React.ReactNode {
  return (
    <details className="plain-table no-print">
      <summary>{resultText.plainTable}</summary>
      <DataTable columns={columns} numbers={columns.slice(1)}>
        {rows.map(([name, ...values]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {values.map((value, index) => (
              <td key={columns[index + 1]} className="number">
                {value}
              </td>
            ))}
          </tr>
        ))}
      </DataTable>
    </details>
  );
}
