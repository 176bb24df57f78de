/** Take all data along, or delete it. */
import { useState } from "react";

import { useSession } from "../../auth/signIn.js";
import { download } from "../../ui/download.js";
import { Button } from "../../ui/Button.js";
import { Note, Trouble } from "../../ui/page.js";
import { useQuestion } from "../../ui/useQuestion.js";
import { useAttempt } from "../../useAttempt.js";
import { eraseAll, exportAll } from "./allJobs.js";

export function MyData({ onChange }: { readonly onChange: () => void }): React.ReactNode {
  const { api } = useSession();
  const [said, setSaid] = useState("");
  const [ask, question] = useQuestion();
  const { isBusy, error, run } = useAttempt();
  const takeAlong = async (): Promise<void> => {
    const all = await exportAll(api, (done, of) => {
      setSaid(`${String(done)} of ${String(of)} jobs read`);
    });
    download("careerlens.json", all);
    setSaid(`${String(all.length)} jobs are in careerlens.json.`);
  };
  const erase = async (): Promise<void> => {
    setSaid("Deleting. What runs is stopped first.");
    const jobs = await eraseAll(api);
    setSaid(`${String(jobs)} jobs are deleted.`);
    onChange();
  };
  const askToErase = (): void => {
    ask({
      title: "Delete all your data?",
      detail:
        "Every job, what you asked, your files and all results go for good. Export them first.",
      ...{ yes: "Delete all", no: "Keep it", onYes: () => void run(erase) },
    });
  };
  return (
    <section className="list">
      <h2>Your data</h2>
      <p>All you asked for and all that came of it, as one JSON file.</p>
      <div className="actions">
        <Button disabled={isBusy} onClick={() => void run(takeAlong)}>
          Export my data
        </Button>
        <Button look="danger" disabled={isBusy} onClick={askToErase}>
          Delete all my data
        </Button>
      </div>
      {said && <Note tone="good">{said}</Note>}
      {error && <Trouble error={error} />}
      {question}
    </section>
  );
}
