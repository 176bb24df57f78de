/** What a job is about, when an operator asks to see it; that they did is kept. */
import { useState } from "react";

import { useSession } from "../../auth/signIn.js";
import { Button } from "../../ui/Button.js";
import { Trouble } from "../../ui/page.js";
import { useAttempt } from "../../useAttempt.js";

export function RequestView({ jobId }: { readonly jobId: string }): React.ReactNode {
  const { api } = useSession();
  const { isBusy, error, run } = useAttempt();
  const [shown, setShown] = useState<string>();
  const look = async (): Promise<void> => {
    const { request } = await api.anyRequest(jobId);
    setShown(JSON.stringify(request, null, 2));
  };
  return (
    <section className="card" aria-labelledby="request">
      <h2 id="request">Request</h2>
      {shown === undefined ? (
        <p>
          <Button disabled={isBusy} onClick={() => void run(look)}>
            Show the request
          </Button>{" "}
          <span className="hint">
            These are its owner’s words. The audit keeps that you looked.
          </span>
        </p>
      ) : (
        <pre className="request" tabIndex={0} aria-labelledby="request">
          {shown}
        </pre>
      )}
      {error && <Trouble error={error} />}
    </section>
  );
}
