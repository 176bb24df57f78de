/**
 * Stands where Firebase loads a library for IndexedDB, of use only to its heartbeats, by which Google
 * counts its SDKs once a day: see `vite.config.ts`. They are kept in localStorage, beside the session.
 */

/** Return a database as far as heartbeats use one. */
export function openDB(name: string): Promise<object> {
  const keyOf = (key: string): string => `${name}:${key}`;
  const store = {
    get: (key: string): Promise<unknown> =>
      inTurn(() => {
        const kept: unknown = JSON.parse(localStorage.getItem(keyOf(key)) ?? "null");
        return kept ?? undefined;
      }),
    put: (value: unknown, key: string): Promise<void> =>
      inTurn(() => {
        localStorage.setItem(keyOf(key), JSON.stringify(value));
      }),
  };
  return Promise.resolve({
    transaction: () => ({ objectStore: () => store, done: Promise.resolve() }),
  });
}

/** Where nothing may be kept, the promise is rejected, which Firebase bears. */
function inTurn<Value>(work: () => Value): Promise<Value> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
