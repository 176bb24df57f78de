/**
 * Changes of a list of jobs, or of one: by listening; where listening is refused or silent, by
 * polling, until listening works again; and by polling alone where there is nothing to listen to. It
 * starts, and comes back, by itself.
 *
 * What must stay true: once it is stopped, nothing is reported.
 */
import type { JobsApiError } from "../model/jobErrors.js";
import type { Connection, ListenTarget, Snapshot } from "../model/listener.js";
import type { JobPorts, Poller, StartPolling } from "./poller.js";

/** What it needs, and where it reports. */
export interface LiveJobsPorts extends JobPorts {
  /** Absent where changes arrive by polling. */
  readonly listen:
    ((onNext: (snapshot: Snapshot) => void, onError: () => void) => () => void) | undefined;
  readonly startPolling: StartPolling;
  onConnection(connection: Connection): void;
}

/** A listener that says nothing for so long is taken for blocked. */
export const SILENCE_MS = 15_000;
/** A running job is written at least every 10 s: a longer silence is looked into after this. */
const QUIET_MS = 13_000;
/** A fresh listener that works answers within this; together they are `SILENCE_MS`. */
const PROBE_MS = SILENCE_MS - QUIET_MS;
/** While polling, listening is tried again after this, then ever less often. */
const FIRST_RELISTEN_MS = 15_000;
const LONGEST_RELISTEN_MS = 300_000;
/** A page that comes to the front listens again, unless something has just arrived. */
const FRESH_MS = 5_000;

/** Start listening, or polling, until it is stopped; `poke` says that something was requested. */
export function startLiveJobs(target: ListenTarget, ports: LiveJobsPorts): Poller {
  let stopListening: (() => void) | undefined;
  let poller: Poller | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let relisten: ReturnType<typeof setTimeout> | undefined;
  let relistenMs = FIRST_RELISTEN_MS;
  let isLive = false;
  let isReachable = navigator.onLine;
  let lastAt = 0;
  let isCached = true;
  let error: JobsApiError | undefined;

  function emitConnection(): void {
    const unlive = poller ? "polling" : "connecting";
    const state = !isReachable ? "offline" : isLive ? "live" : unlive;
    ports.onConnection({ state, isCached, isBlocked: !!(poller && ports.listen), error });
  }

  function listen(patienceMs: number): void {
    stopListening?.();
    if (!ports.listen) {
      poller?.poke();
      poll();
      return;
    }
    let isOver = false;
    const end = ports.listen(
      (snapshot) => {
        if (!isOver) onSnapshot(snapshot);
      },
      () => {
        if (!isOver) onRefused();
      },
    );
    stopListening = () => {
      isOver = true;
      end();
    };
    expectChange(patienceMs);
  }

  function expectChange(withinMs: number | undefined): void {
    clearTimeout(silence);
    if (withinMs !== undefined) silence = setTimeout(onSilence, withinMs);
  }

  function onSnapshot({ jobs, fromCache }: Snapshot): void {
    if (fromCache) {
      // Polling knows more than the device's cache.
      if (poller) return;
      if (isLive) expectChange(SILENCE_MS);
      isLive = false;
      isCached = true;
    } else {
      stopPolling();
      isLive = isReachable = true;
      isCached = false;
      error = undefined;
      lastAt = Date.now();
      relistenMs = FIRST_RELISTEN_MS;
      expectChange(jobs.some((job) => job.state === "running") ? QUIET_MS : undefined);
    }
    ports.onAll(jobs, fromCache);
    emitConnection();
  }

  function onSilence(): void {
    if (isLive && Math.abs(Date.now() - lastAt) >= QUIET_MS) {
      // It may be the worker that is silent: a fresh listener shows it. `lastAt` ends the probe.
      lastAt = Date.now();
      listen(PROBE_MS);
    } else {
      poll();
    }
  }

  function onRefused(): void {
    stopListening?.();
    stopListening = undefined;
    expectChange(undefined);
    poll();
  }

  function poll(): void {
    isLive = false;
    poller ??= ports.startPolling(target, { ...ports, onReach });
    clearTimeout(relisten);
    if (ports.listen) relisten = setTimeout(listen, relistenMs, SILENCE_MS);
    relistenMs = Math.min(relistenMs * 2, LONGEST_RELISTEN_MS);
    emitConnection();
  }

  function onReach(failed?: JobsApiError): void {
    isReachable = failed?.status !== 0;
    isCached = !isReachable;
    error = failed;
    emitConnection();
  }

  function stopPolling(): void {
    poller?.stop();
    poller = undefined;
    clearTimeout(relisten);
  }

  /**
   * The page was asleep, hidden or without a network; or is now. What the browser says of the network
   * may be wrong: it is shown if it is bad news, and a fresh listener finds out.
   */
  function onWake({ type }: Event): void {
    const isLost = type === "offline";
    // A clock may have been set back meanwhile.
    const isFresh = isLive && Math.abs(Date.now() - lastAt) < FRESH_MS;
    if (!isLost && (isFresh || document.hidden)) return;
    listen(isLive || isLost ? PROBE_MS : SILENCE_MS);
    if (isLost) {
      isLive = isReachable = false;
      isCached = true;
    }
    emitConnection();
  }

  const wakes = new AbortController();
  for (const name of ["visibilitychange", "pageshow", "online", "offline"]) {
    addEventListener(name, onWake, { signal: wakes.signal });
  }
  listen(SILENCE_MS);
  emitConnection();

  return {
    poke: () => poller?.poke(),
    stop() {
      wakes.abort();
      stopListening?.();
      stopPolling();
      clearTimeout(silence);
    },
  };
}
