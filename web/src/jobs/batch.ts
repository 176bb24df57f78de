/** `@careerlens/jobs/batch`: several jobs that belong together. */
export { submitBatch, type SubmittedBatch } from "./client/submitBatch.js";
export { useBatch, type Batch } from "./react/useBatch.js";
