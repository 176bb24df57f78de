/** What has changed since the last report of the schedule that has made this one. */
import * as insightsText from "#messages/careerInsights";
import { dayName } from "../../messages/intl.js";
import { jobPath, Link } from "../../router.js";
import { DataTable } from "../../ui/DataTable.js";
import { Section } from "../parts/Section.js";
import { changeRows } from "./changes.js";
import type { SinceLast } from "./schemas.js";

const COLUMNS = Object.values(insightsText.CHANGE_COLUMNS);

/** The changes, or why nothing is compared; nothing where there is no earlier report. */
export function Since({ since }: { readonly since: SinceLast | undefined }): React.ReactNode {
  if (!since) return null;
  const day = dayName(new Date(since.since));
  const rows = changeRows(since);
  return (
    <Section
      id="since"
      title={insightsText.sinceThen(day)}
      sub={
        since.note ??
        insightsText.comparedWith(since.comparedSkills ?? 0, since.skills?.length ?? 0)
      }
      note={<Link href={jobPath(since.jobId)}>{insightsText.openEarlier(day)}</Link>}
    >
      {rows.length > 0 && (
        <DataTable columns={COLUMNS} numbers={COLUMNS.slice(1)}>
          {rows.map(({ name, earlier, now, change, isClear }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">{earlier}</td>
              <td className="number">{now}</td>
              <td className="number">{isClear ? <strong>{change}</strong> : change}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </Section>
  );
}
