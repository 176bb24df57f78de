/**
 * localStorage, which may be full, forbidden or changed by another tab: this never throws. Another
 * version may have written what is there: what this one does not understand, it forgets.
 */

const PREFIX = "careerlens-jobs:";
/** Of the form of all that is kept; to be raised with every change of a form. */
const VERSION = 2;

/** Return the key of something that is kept of a user. */
export function keyOf(uid: string, name = ""): string {
  return `${PREFIX}${uid}:${name}`;
}

/** Whether a change of localStorage in another tab is about these keys. */
export function isOurs(event: StorageEvent): boolean {
  return event.key?.startsWith(PREFIX) ?? true;
}

/** Read the fields that are kept under a key; none where there is nothing, or another version's. */
export function readStored(key: string): Readonly<Record<string, unknown>> {
  type Kept = ReturnType<typeof readStored> | null | undefined;
  const kept = safely(() => JSON.parse(localStorage.getItem(key) ?? "null") as Kept);
  return kept?.["v"] === VERSION ? kept : {};
}

/** Keep fields under a key; undefined deletes what is there. */
export function writeStored(key: string, fields: object | undefined): void {
  safely(() => {
    if (fields) localStorage.setItem(key, JSON.stringify({ v: VERSION, ...fields }));
    else localStorage.removeItem(key);
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
