/** What belongs to a user as a whole. */
import { lazy, Suspense, useCallback, useState } from "react";

import * as accountText from "#messages/account";
import * as appText from "#messages/app";
import type { JobState } from "../../../jobs/index.js";
import { useSession } from "../../auth/signIn.js";
import { useTitles } from "../../jobTypes.js";
import { money, whole } from "../../messages/intl.js";
import { leave } from "../../push/leave.js";
import { TellMe } from "../../TellMe.js";
import { chooseTheme, readTheme, type Theme } from "../../theme.js";
import { Button } from "../../ui/Button.js";
import { DataTable } from "../../ui/DataTable.js";
import { Loaded, PageHead } from "../../ui/page.js";
import { Segments } from "../../ui/Segments.js";
import { useAsync } from "../../useAsync.js";
import "./account.css";
import { readAllJobs } from "./allJobs.js";
import { Limits } from "./Limits.js";
import { MyData } from "./MyData.js";
import { usageByType } from "./usage.js";

const PushSwitch = lazy(() => import("../../push/PushSwitch.js"));

export default function AccountPage(): React.ReactNode {
  const { api, person, signIn } = useSession();
  const [jobs, readAgain] = useAsync(useCallback(() => readAllJobs(api), [api]));
  return (
    <>
      <PageHead title={appText.account} beside={person.name}>
        <Button onClick={() => void leave(signIn, api)}>{appText.signOut}</Button>
      </PageHead>
      <div className="account">
        <section className="list">
          <h2>{accountText.whatYouUsed}</h2>
          <Loaded from={jobs} lines={4} onAgain={readAgain}>
            {(all) => <Used jobs={all} />}
          </Loaded>
        </section>
        <Limits />
        <Looks webPushKey={signIn.webPushKey} />
        <MyData onChange={readAgain} />
      </div>
    </>
  );
}

function Used({ jobs }: { readonly jobs: readonly JobState[] }): React.ReactNode {
  const rows = usageByType(jobs);
  const titleOf = useTitles();
  const cost = rows.reduce((sum, row) => sum + row.costUsd, 0);
  if (rows.length === 0) return <p className="hint">{accountText.noJobsKept}</p>;
  const columns = Object.values(accountText.COLUMNS);
  return (
    <DataTable columns={columns} numbers={columns.slice(1)} note={accountText.inAll(cost)}>
      {rows.map((row) => (
        <tr key={row.type}>
          <th scope="row">{titleOf(row.type)}</th>
          <td className="number">{whole(row.jobs)}</td>
          <td className="number">{whole(row.done)}</td>
          <td className="number">{whole(row.failed)}</td>
          <td className="number">{money(row.costUsd)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function Looks(props: { readonly webPushKey: string | undefined }): React.ReactNode {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const choose = (chosen: Theme): void => {
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <section className="list">
      <h2>{accountText.onThisDevice}</h2>
      <Segments
        name="theme"
        label={accountText.theme}
        choices={accountText.THEMES}
        chosen={theme}
        onChoose={choose}
      />
      <div className="actions">
        <TellMe />
      </div>
      {props.webPushKey && (
        <Suspense fallback={null}>
          <PushSwitch webPushKey={props.webPushKey} />
        </Suspense>
      )}
    </section>
  );
}
