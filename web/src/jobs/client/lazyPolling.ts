/** Polling that is loaded when it begins: where listening works, no page needs it. */
import { JobsApiError } from "../model/jobErrors.js";
import type { Poller, StartPolling } from "../server/poller.js";

/** What could not be loaded is loaded again after this. */
const RELOAD_MS = 10_000;

/** Start polling once its code is there; where that cannot be loaded, the API is out of reach, too. */
export const startPollingLazily: StartPolling = (target, ports) => {
  let poller: Poller | undefined;
  let isStopped = false;

  function start(): void {
    import("../server/polling.js").then(
      ({ startPolling }) => {
        if (!isStopped) poller = startPolling(target, ports);
      },
      () => {
        if (isStopped) return;
        ports.onReach(new JobsApiError({}));
        setTimeout(start, RELOAD_MS);
      },
    );
  }
  start();
  return {
    poke: () => poller?.poke(),
    stop() {
      isStopped = true;
      poller?.stop();
    },
  };
};
