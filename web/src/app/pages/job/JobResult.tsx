/** What came of a job, and how to keep it. */
import { lazy, Suspense, type ReactElement } from "react";

import { useJobResult } from "../../../jobs/index.js";
import { Button } from "../../ui/Button.js";
import { Skeleton, Trouble } from "../../ui/page.js";

const Result = lazy(() => import("../../results/Result.js"));

/** What came of a job. */
export function JobResult(props: { readonly jobId: string; readonly type: string }): ReactElement {
  const result = useJobResult<string>(props.jobId);
  switch (result.state) {
    case "failed":
      return <Trouble error={result.error} />;
    case "none":
    case "loading":
      return <Skeleton lines={10} />;
    case "ready":
      return (
        <Suspense fallback={<Skeleton lines={10} />}>
          <Result type={props.type} result={result.result} />
          <ResultActions name={props.type} result={result.result} />
        </Suspense>
      );
  }
}

function ResultActions(props: { readonly name: string; readonly result: unknown }): ReactElement {
  const { name, result } = props;
  return (
    <div className="actions no-print">
      <Button
        onClick={() => {
          print();
        }}
      >
        Print
      </Button>
      <Button
        onClick={() => {
          download(`${name}.json`, JSON.stringify(result, null, 2));
        }}
      >
        Download as JSON
      </Button>
    </div>
  );
}

/** Have the browser save a text as a file. */
function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
