/** Stands where the library would look for an application's Firebase Auth: see `vite.config.ts`. */

/** Reject: this application has given its own. */
export function findAuth(): Promise<never> {
  return Promise.reject(new Error("This build connects with its own Firebase Auth."));
}
