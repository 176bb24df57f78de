/** What stands beside the button: how long it usually takes, and that the draft is kept. */
import * as formText from "#messages/form";
import { useUsualTimes } from "../../../jobs/eta.js";
import { useBackgroundJobs } from "../../../jobs/index.js";
import { usualOf } from "../../jobWords.js";

const LIVE = 50;

export function SendHint(props: {
  readonly type: string;
  /** Whether it may wait for its owner, of which the usual time knows nothing. */
  readonly mayAsk: boolean;
  readonly isKept: boolean;
}): React.ReactNode {
  const { jobs } = useBackgroundJobs({ limit: LIVE, includeDismissed: true });
  const usual = usualOf(props.type, jobs, useUsualTimes());
  const say = formText[props.mayAsk ? "usuallyAlone" : "usually"];
  return (
    <p className="hint">
      {usual ? say(usual.halfMs) : formText.seenOnTheWay} {formText.mayLeave}
      {props.isKept && ` ${formText.draftKept}`}
    </p>
  );
}
