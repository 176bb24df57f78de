/** Take all data along, or delete it. */
import { useState } from "react";

import * as accountText from "#messages/account";
import { useJobsClient } from "../../../jobs/index.js";
import { listSchedules } from "../../../jobs/schedules.js";
import { useSession } from "../../auth/signIn.js";
import { forgetDrafts } from "../../forms/drafts.js";
import { forgetDevice } from "../../push/leave.js";
import { download } from "../../ui/download.js";
import { Button } from "../../ui/Button.js";
import { Note, Trouble } from "../../ui/page.js";
import { useQuestion } from "../../ui/useQuestion.js";
import { useAttempt } from "../../useAttempt.js";
import { eraseAll, exportAll } from "./allJobs.js";

const FILE = "careerlens.json";

export function MyData({ onChange }: { readonly onChange: () => void }): React.ReactNode {
  const { api } = useSession();
  const client = useJobsClient();
  const [said, setSaid] = useState("");
  const [ask, question] = useQuestion();
  const { isBusy, error, run } = useAttempt();
  const takeAlong = async (): Promise<void> => {
    const all = await exportAll(api, (done, of) => {
      setSaid(accountText.read(done, of));
    });
    const schedules = await listSchedules(client);
    const { devices } = await api.devices();
    download(FILE, { jobs: all, schedules, devices });
    setSaid(accountText.exported(all.length, schedules.length, FILE));
  };
  const erase = async (): Promise<void> => {
    setSaid(accountText.removing);
    // Else its next visit would have it told again.
    await forgetDevice(api);
    const jobs = await eraseAll(api);
    // What was filled in and never sent lies on this device alone.
    forgetDrafts(null);
    setSaid(accountText.removed(jobs));
    onChange();
  };
  const askToErase = (): void => {
    ask({
      title: accountText.removeAllTitle,
      detail: accountText.removeAllDetail,
      yes: accountText.removeAllYes,
      no: accountText.removeAllNo,
      onYes: () => void run(erase),
    });
  };
  return (
    <section className="list">
      <h2>{accountText.yourData}</h2>
      <p>{accountText.yourDataAbout}</p>
      <div className="actions">
        <Button disabled={isBusy} onClick={() => void run(takeAlong)}>
          {accountText.exportData}
        </Button>
        <Button look="danger" disabled={isBusy} onClick={askToErase}>
          {accountText.removeAll}
        </Button>
      </div>
      {said && <Note tone="good">{said}</Note>}
      {error && <Trouble error={error} />}
      {question}
    </section>
  );
}
