/** localStorage, which may be full, forbidden or changed by another tab: this never throws. */

const PREFIX = "careerlens-jobs:";

/** Return the key of something that is kept of a user. */
export function keyOf(uid: string, name = ""): string {
  return `${PREFIX}${uid}:${name}`;
}

/** Whether a change of localStorage in another tab is about these keys. */
export function isOurs(event: StorageEvent): boolean {
  return event.key?.startsWith(PREFIX) ?? true;
}

/** Read what is kept under a key; undefined if there is nothing that can be read. */
export function readStored(key: string): unknown {
  return safely(() => JSON.parse(localStorage.getItem(key) ?? "null") as unknown) ?? undefined;
}

/** Keep a text under a key; undefined deletes what is there. */
export function writeStored(key: string, text: string | undefined): void {
  safely(() => {
    if (text === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  });
}

/** Return all keys of all users. */
export function keys(): readonly string[] {
  return safely(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) ?? [];
}

/** localStorage may be full, or forbidden: then the page keeps it in memory. */
function safely<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
