/** Work that one tab of a browser does, and no other. */

/** A tab that notifies keeps the others from it until they have seen what it wrote. */
const HOLD_MS = 5_000;

/**
 * Do it in one tab only, if several want to at once. localStorage alone is no lock: another tab
 * may see a write a moment late. A page without Web Locks (no https) takes that risk.
 */
export function inOneTab(name: string, take: () => boolean): Promise<boolean> {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks) return Promise.resolve(take());
  return new Promise((resolve) => {
    void locks.request(name, { ifAvailable: true }, (lock) => {
      const isTaken = lock !== null && take();
      resolve(isTaken);
      return isTaken ? new Promise((release) => setTimeout(release, HOLD_MS)) : undefined;
    });
  });
}
