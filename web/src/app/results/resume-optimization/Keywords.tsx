/** The role's keywords, and whether the résumé has them. */
import type { Keyword } from "./schemas.js";
import { DataTable } from "../../ui/DataTable.js";
import { percent } from "../numbers.js";
import { Section } from "../parts/Section.js";

const PRESENCE = { exact: "yes", synonym: "by another name", missing: "no" } as const;
const NOTE = "Nothing is added that your résumé does not show: a missing keyword is yours to earn.";
const COLUMNS = ["Keyword", "Asked for by", "Before", "After"];

export function Keywords({ keywords }: { readonly keywords: readonly Keyword[] }): React.ReactNode {
  return (
    <Section title="Keywords" note={NOTE}>
      <DataTable columns={COLUMNS} numbers={["Asked for by"]}>
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
