/** What can be done with all the jobs that are chosen. */
import { hasEnded, type JobState } from "../../../jobs/index.js";
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
  const over = chosen.filter(hasEnded);
  return (
    <div className="bulk-bar" role="group" aria-label="Chosen jobs">
      <strong role="status">{chosen.length} chosen</strong>
      <Button look="small" onClick={onAll}>
        Choose all shown
      </Button>
      <Button look="small" disabled={underWay.length === 0} onClick={onCancel.bind(null, underWay)}>
        Cancel {underWay.length > 0 && underWay.length}
      </Button>
      <Button look="small" disabled={over.length === 0} onClick={onErase.bind(null, over)}>
        Delete {over.length > 0 && over.length}
      </Button>
      <Button look="small quiet" onClick={onEnd}>
        Done
      </Button>
    </div>
  );
}
