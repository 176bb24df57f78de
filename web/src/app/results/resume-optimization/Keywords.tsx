/** The role's keywords, and whether the résumé has them. */
import type { Keyword } from "./schemas.js";
import { DataTable } from "../../ui/DataTable.js";
import { percent } from "../numbers.js";
import { Section } from "../parts/Section.js";

const PRESENCE = { exact: "yes", synonym: "by another name", missing: "no" } as const;
const COLUMNS = [
  { label: "Keyword" },
  { label: "Asked for by", isNumber: true },
  { label: "Before" },
  { label: "After" },
];

export function Keywords({ keywords }: { readonly keywords: readonly Keyword[] }): React.ReactNode {
  return (
    <Section
      title="Keywords"
      note="Nothing is added that your résumé does not show: a missing keyword is yours to earn."
    >
      <DataTable columns={COLUMNS}>
        {keywords.map(({ keyword, demandShare, inJobDescription, before, after }) => (
          <tr key={keyword}>
            <th scope="row">
              {keyword} {inJobDescription && <span className="tag">advertisement</span>}
            </th>
            <td className="number">{demandShare === undefined ? "" : percent(demandShare)}</td>
            <td data-presence={before}>{PRESENCE[before]}</td>
            <td data-presence={after}>{PRESENCE[after]}</td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}
