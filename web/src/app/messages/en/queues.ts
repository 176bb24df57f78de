/** The queues on the console's page, and what an operator does to them. */

const NAMES = { jobs: "queue of jobs", webhooks: "queue of webhooks" } as const;
type Queue = keyof typeof NAMES;

export const queues = "Queues";
export const stateOf = (queue: Queue, isPaused: boolean): string =>
  `The ${NAMES[queue]} ${isPaused ? "is paused" : "runs"}`;
export const MEANS = {
  jobs: "Jobs are accepted and wait; none begins until it is resumed.",
  webhooks: "Ends are kept and wait; no receiver is told until it is resumed.",
} as const;
export const pause = (queue: Queue): string => `Pause the ${NAMES[queue]}…`;
export const resume = (queue: Queue): string => `Resume the ${NAMES[queue]}`;
export const pauseTitle = (queue: Queue): string => `Pause the ${NAMES[queue]}?`;
export const pauseDetail = "For all users. What runs goes on. It is written to the audit.";
export const pauseYes = "Pause";
export const pauseNo = "Leave it";
