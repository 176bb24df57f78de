/** Rows with a head. */
/** What a column is called, and whether it has numbers. */
export interface Column {
  readonly label: string;
  readonly isNumber?: boolean;
}

/** A table that scrolls sideways where the page is too narrow for it. */
export function DataTable(props: {
  readonly columns: readonly Column[];
  /** Its rows. */
  readonly children: React.ReactNode;
  /** What stands below it. */
  readonly note?: React.ReactNode;
}): React.ReactNode {
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            {props.columns.map(({ label, isNumber }) => (
              <th key={label} scope="col" className={isNumber ? "number" : undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
      {props.note && <p className="hint">{props.note}</p>}
    </div>
  );
}
