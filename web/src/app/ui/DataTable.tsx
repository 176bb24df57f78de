/** A table that scrolls sideways where the page is too narrow for it. */
interface Props {
  readonly columns: readonly string[];
  /** Those of them that hold numbers. */
  readonly numbers: readonly string[];
  /** Its rows. */
  readonly children: React.ReactNode;
  /** What stands below it. */
  readonly note?: React.ReactNode;
}

export function DataTable({ columns, numbers, children, note }: Props): React.ReactNode {
  return (
    // Who has no finger scrolls it by keyboard, so it takes the focus.
    <div className="scroll" role="group" aria-label={columns.join(", ")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((each) => (
              <th key={each} scope="col" className={numbers.includes(each) ? "number" : undefined}>
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {note && <p className="hint">{note}</p>}
    </div>
  );
}
