/** What stands beside the button: how long it usually takes, and that the draft is kept. */
import { useBackgroundJobs } from "../../../jobs/index.js";
import { usualOf } from "../../jobWords.js";
import { span } from "../../ui/times.js";

const LIVE = 50;

export function SendHint(props: {
  readonly type: string;
  readonly isKept: boolean;
}): React.ReactNode {
  const { jobs } = useBackgroundJobs({ limit: LIVE, includeDismissed: true });
  const usual = usualOf(props.type, jobs);
  return (
    <p className="hint">
      {usual ? `Usually ${span(usual.halfMs)}. ` : "Takes up to a minute. "}
      You can leave the page.{props.isKept && " Your draft is kept on this device."}
    </p>
  );
}
