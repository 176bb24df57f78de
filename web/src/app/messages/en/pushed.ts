/** The words of the service worker: a file of its own, so that the worker is one script. */
export const title = "CareerLens";
export const NEWS = { ended: "A job has ended.", question: "A job needs your answer." } as const;
