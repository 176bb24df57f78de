/** Since when the oldest jobs could run or wait, and how many are tried again. */
import "../../ui/tiles.css";
import { duration, exactTime } from "../../messages/intl.js";
import { useSeconds } from "../../../jobs/react/useSeconds.js";
import type { Queue } from "./console.js";

export function QueueTiles({ queue }: { readonly queue: Queue }): React.ReactNode {
  const now = useSeconds().getTime();
  const age = (since: string | undefined): string =>
    since === undefined ? "none" : duration(now - Date.parse(since));
  const { nextRetryAt } = queue;
  return (
    <ul className="tiles counts" aria-label="Queue">
      <li>
        <strong>{age(queue.queuedSince)}</strong>
        <small>oldest that could run</small>
      </li>
      <li>
        <strong>{age(queue.waitingSince)}</strong>
        <small>oldest that waits its turn</small>
      </li>
      <li>
        <strong>
          {queue.retrying.toLocaleString()}
          {!queue.isComplete && " or more"}
        </strong>
        <small>retrying</small>
        {nextRetryAt && <small>next at {exactTime(new Date(nextRetryAt))}</small>}
      </li>
    </ul>
  );
}
