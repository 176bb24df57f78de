/**
 * The server's time, as far as it is known: a browser's clock may be days off, and the server's
 * times are shown beside it.
 */

/** Clocks that differ by less are taken for the same. */
const TOLERATED_MS = 300_000;
let aheadMs = 0;

/** Return the server's time, in ms. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}

/** Note what time it is on the server, in ms; NaN says nothing. */
export function noteServerTime(at: number): void {
  const found = at - Date.now();
  if (!Number.isNaN(found)) aheadMs = Math.abs(found) < TOLERATED_MS ? 0 : found;
}

/** Note what the server has written before now, in ms: its clock cannot be behind that. */
export function noteWritten(at: number): void {
  if (at - serverNow() > TOLERATED_MS) noteServerTime(at);
}
