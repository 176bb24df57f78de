/** Work that is asked for more often than it is worth doing. */

/** Work at its pace. */
export interface Paced {
  /** Have it done: at once, unless it was done just now; then as soon as its pace allows. */
  ask(): void;
  /** Do what was asked for no more. */
  stop(): void;
}

/** Do work at the most once in so many milliseconds: at the first ask, and after the last one. */
export function pace(everyMs: number, work: () => void): Paced {
  let resting: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;

  function begin(): void {
    isAsked = false;
    resting = setTimeout(() => {
      resting = undefined;
      if (isAsked) begin();
    }, everyMs);
    work();
  }

  return {
    ask() {
      isAsked = true;
      if (resting === undefined) begin();
    },
    stop() {
      isAsked = false;
    },
  };
}
