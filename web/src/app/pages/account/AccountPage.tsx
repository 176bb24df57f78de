/** What belongs to a user as a whole. */
import { useCallback, useState } from "react";

import type { JobState } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { shortName } from "../../jobTypes.js";
import { TellMe } from "../../TellMe.js";
import { chooseTheme, readTheme, THEMES, type Theme } from "../../theme.js";
import { Button } from "../../ui/Button.js";
import { DataTable } from "../../ui/DataTable.js";
import { money } from "../../ui/money.js";
import { Loaded, PageHead } from "../../ui/page.js";
import { Segments } from "../../ui/Segments.js";
import { useAsync } from "../../useAsync.js";
import "./account.css";
import { readAllJobs } from "./allJobs.js";
import { Limits } from "./Limits.js";
import { MyData } from "./MyData.js";
import { usageByType } from "./usage.js";

export default function AccountPage(): React.ReactNode {
  const { api, person, signIn } = useSession();
  const [jobs, readAgain] = useAsync(useCallback(() => readAllJobs(api), [api]));
  return (
    <>
      <PageHead title="Account" beside={person.name}>
        <Button onClick={() => void signIn.signOut()}>Sign out</Button>
      </PageHead>
      <div className="account">
        <section className="list">
          <h2>What you have used</h2>
          <Loaded from={jobs} lines={4} onAgain={readAgain}>
            {(all) => <Used jobs={all} />}
          </Loaded>
        </section>
        <Limits />
        <Looks />
        <MyData onChange={readAgain} />
      </div>
    </>
  );
}

function Used({ jobs }: { readonly jobs: readonly JobState[] }): React.ReactNode {
  const rows = usageByType(jobs);
  const cost = rows.reduce((sum, row) => sum + row.costUsd, 0);
  if (rows.length === 0) return <p className="hint">No jobs are kept.</p>;
  const columns = ["Type", "Jobs", "Done", "Failed", "Cost"];
  const note = `${money(cost)} in all, for the jobs that are kept.`;
  return (
    <DataTable columns={columns} numbers={columns.slice(1)} note={note}>
      {rows.map((row) => (
        <tr key={row.type}>
          <th scope="row">{shortName(row.type)}</th>
          <td className="number">{row.jobs}</td>
          <td className="number">{row.done}</td>
          <td className="number">{row.failed}</td>
          <td className="number">{money(row.costUsd)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function Looks(): React.ReactNode {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const choose = (chosen: Theme): void => {
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <section className="list">
      <h2>On this device</h2>
      <Segments name="theme" label="Theme" choices={THEMES} chosen={theme} onChoose={choose} />
      <div className="actions">
        <TellMe />
      </div>
    </section>
  );
}
