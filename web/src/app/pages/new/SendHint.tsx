/** What stands beside the button: how long it usually takes, and that the draft is kept. */
import * as formText from "#messages/form";
import { useUsualTimes } from "../../../jobs/eta.js";
import { useBackgroundJobs } from "../../../jobs/index.js";
import { usualOf } from "../../jobWords.js";

const LIVE = 50;

export function SendHint(props: {
  readonly type: string;
  readonly isKept: boolean;
}): React.ReactNode {
  const { jobs } = useBackgroundJobs({ limit: LIVE, includeDismissed: true });
  const usual = usualOf(props.type, jobs, useUsualTimes());
  return (
    <p className="hint">
      {usual ? formText.usually(usual.halfMs) : formText.upToMinute} {formText.mayLeave}
      {props.isKept && ` ${formText.draftKept}`}
    </p>
  );
}
