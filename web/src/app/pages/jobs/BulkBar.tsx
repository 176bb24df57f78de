/** What can be done with all the jobs that are chosen. */
import * as listText from "#messages/list";
import { hasEnded, type JobState } from "../../../jobs/index.js";
import { mayErase } from "../../jobWords.js";
import { Button } from "../../ui/Button.js";

interface Props {
  readonly chosen: readonly JobState[];
  readonly onAll: () => void;
  readonly onCancel: (jobs: readonly JobState[]) => void;
  readonly onErase: (jobs: readonly JobState[]) => void;
  readonly onEnd: () => void;
}

export function BulkBar({ chosen, onAll, onCancel, onErase, onEnd }: Props): React.ReactNode {
  const underWay = chosen.filter((job) => !hasEnded(job));
  const over = chosen.filter(mayErase);
  return (
    <div className="bulk-bar" role="group" aria-label={listText.chosenJobs}>
      <strong role="status">{listText.chosen(chosen.length)}</strong>
      <Button look="small" onClick={onAll}>
        {listText.chooseAll}
      </Button>
      <Button look="small" disabled={underWay.length === 0} onClick={onCancel.bind(null, underWay)}>
        {listText.cancelMany(underWay.length)}
      </Button>
      <Button look="small" disabled={over.length === 0} onClick={onErase.bind(null, over)}>
        {listText.removeMany(over.length)}
      </Button>
      <Button look="small quiet" onClick={onEnd}>
        {listText.done}
      </Button>
    </div>
  );
}
