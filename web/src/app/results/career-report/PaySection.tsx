/** What is paid where the person lives, beside all places. */
import * as reportText from "#messages/careerReport";
import { pay as payOf, whole } from "../../messages/intl.js";
import { DataTable } from "../../ui/DataTable.js";
import { Section } from "../parts/Section.js";
import type { PartLink, PayPart, PayRange } from "./schemas.js";
import { Said } from "./Statements.js";

const COLUMNS = Object.values(reportText.PAY_COLUMNS);

export function PaySection(props: {
  readonly part: PayPart;
  readonly links: readonly PartLink[];
}): React.ReactNode {
  const { here, everywhere, statements } = props.part;
  const ranges = [here, everywhere].filter((each) => each !== undefined);
  return (
    <Section id="pay" title={reportText.PARTS.pay}>
      <ul className="report-list">
        {statements.map((each) => (
          <li key={each.text}>
            <Said statement={each} links={props.links} />
          </li>
        ))}
      </ul>
      {ranges.length > 0 && (
        <DataTable columns={COLUMNS} numbers={COLUMNS.slice(1)}>
          {ranges.map((range) => (
            <Row key={range.place ?? ""} range={range} />
          ))}
        </DataTable>
      )}
    </Section>
  );
}

function Row({ range }: { readonly range: PayRange }): React.ReactNode {
  const { place, lowerUsd, medianUsd, upperUsd, postings } = range;
  const values = [payOf(lowerUsd), payOf(medianUsd), payOf(upperUsd), whole(postings)];
  return (
    <tr>
      <th scope="row">{place ?? reportText.allPlaces}</th>
      {values.map((value, index) => (
        <td key={COLUMNS[index + 1]} className="number">
          {value}
        </td>
      ))}
    </tr>
  );
}
