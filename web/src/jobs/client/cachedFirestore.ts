/** Firestore, beginning with what this device saw last: loaded together, once a user is signed in. */
import { withCache } from "../device/jobCache.js";
import type { Listener } from "../model/listener.js";
import { openListener, type DatabaseSettings } from "../server/firestore.js";

/** Open the database. */
export function openCachedListener(settings: DatabaseSettings): Listener {
  return withCache(openListener(settings));
}
