/** What came of a job, and how to keep it. */
import { lazy, Suspense } from "react";

import { useJobResult } from "../../../jobs/index.js";
import { Button } from "../../ui/Button.js";
import { Skeleton, Trouble } from "../../ui/page.js";

const Result = lazy(() => import("../../results/Result.js"));

interface Props {
  readonly jobId: string;
  readonly type: string;
}

export function JobResult({ jobId, type }: Props): React.ReactNode {
  const read = useJobResult(jobId);
  if (read.state === "failed") return <Trouble error={read.error} />;
  if (read.state !== "ready") return <Skeleton lines={10} />;
  return (
    <Suspense fallback={<Skeleton lines={10} />}>
      <Result type={type} result={read.result} />
      <div className="actions no-print">
        <Button onClick={print.bind(window)}>Print</Button>
        <Button onClick={download.bind(null, `${type}.json`, read.result)}>Download as JSON</Button>
      </div>
    </Suspense>
  );
}

/** Have the browser save a value as a file. */
function download(name: string, value: unknown): void {
  const text = JSON.stringify(value, null, 2);
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
