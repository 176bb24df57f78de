/** Work that is asked for more often than it is worth doing. */

/** Work at its pace. */
export interface Paced {
  /** Have it done: at once, unless it was done just now; then as soon as its pace allows. */
  ask(): void;
  /** Do what was asked for no more. */
  stop(): void;
}

/**
 * Do work at the most once in so many milliseconds: at the first ask, and after the last one. As long
 * as it is asked for again before it has rested, it rests twice as long each time, up to `longestMs`.
 */
export function pace(everyMs: number, work: () => void, longestMs = everyMs): Paced {
  let resting: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;

  function begin(restMs: number): void {
    isAsked = false;
    resting = setTimeout(() => {
      resting = undefined;
      if (isAsked) begin(Math.min(restMs * 2, longestMs));
    }, restMs);
    work();
  }

  return {
    ask() {
      isAsked = true;
      if (resting === undefined) begin(everyMs);
    },
    stop() {
      isAsked = false;
    },
  };
}
