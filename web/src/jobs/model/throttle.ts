/** Work that is requested more often than it is worth doing. */

/** Throttled work. */
export interface Throttled {
  /** Run it: at once, unless it ran just now; then as soon as the throttle allows. */
  run(): void;
  /** Run what was requested now, however short the rest was. */
  readonly flush: () => void;
  /** Do not run what was requested. */
  cancel(): void;
}

/**
 * Run work at most once in so many milliseconds: at the first request, and after the last one. As
 * long as it is requested again before it has rested, it rests twice as long each time, up to
 * `longestMs`.
 */
export function throttle(everyMs: number, work: () => void, longestMs = everyMs): Throttled {
  let resting: ReturnType<typeof setTimeout> | undefined;
  let isRequested = false;

  function begin(restMs: number): void {
    isRequested = false;
    resting = setTimeout(() => {
      resting = undefined;
      if (isRequested) begin(Math.min(restMs * 2, longestMs));
    }, restMs);
    work();
  }

  return {
    run() {
      isRequested = true;
      if (resting === undefined) begin(everyMs);
    },
    flush() {
      if (!isRequested) return;
      isRequested = false;
      work();
    },
    cancel() {
      isRequested = false;
    },
  };
}
