/** The keys of submissions with a file: the same one again, not answered before, has the same key. */
import { JobsApiError } from "../../../jobs/index.js";
import type { Submission } from "../../forms/SchemaForm.js";

/** Sends a submission under a key that makes it safe to repeat. */
export type SendUnderKey = <Job>(
  submission: Submission,
  send: (key: string) => Promise<Job>,
) => Promise<Job>;

/** Keep the key of the last submission until it is answered: then it is done, or was refused. */
export function keepKey(): SendUnderKey {
  let last: { readonly name: string; readonly file: File | undefined; readonly key: string };
  last = { name: "", file: undefined, key: "" };
  return async ({ request, tags, file }, send) => {
    const name = JSON.stringify([request, tags]);
    if (!last.key || name !== last.name || file !== last.file) last = { name, file, key: newKey() };
    try {
      const job = await send(last.key);
      last = { ...last, key: "" };
      return job;
    } catch (error) {
      const wasRefused = error instanceof JobsApiError && error.status > 0 && error.status < 500;
      if (wasRefused) last = { ...last, key: "" };
      throw error;
    }
  };
}

function newKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
