/**
 * Firestore: the only file that imports `firebase/firestore`, and it is loaded when somebody is
 * signed in, not before. Cards are listened to, and are kept on the device (persistent cache), so
 * that the last state is there without a network; signing out takes them away again.
 */
import type { FirebaseApp } from "firebase/app";
import {
  clearIndexedDbPersistence,
  collection,
  connectFirestoreEmulator,
  doc,
  getDoc,
  getFirestore,
  initializeFirestore,
  limit,
  onSnapshot,
  orderBy,
  persistentLocalCache,
  persistentMultipleTabManager,
  query,
  terminate,
  where,
  type Firestore,
} from "firebase/firestore";

import type { Listener, ListenTarget, Snapshot } from "./jobFeed.js";
import { readJob } from "./jobState.js";

/** Where the database is. */
export interface DatabaseSettings {
  readonly app: FirebaseApp;
  /** Its name, where it is not the default one. */
  readonly databaseId?: string | undefined;
  /** The emulator's address, such as "127.0.0.1:8085". */
  readonly emulator?: string | undefined;
}

const CLEAR_TRIES = 10;
const CLEAR_PAUSE_MS = 500;

/** Open the database; what is kept on the device is shared by all tabs. */
export function openListener(settings: DatabaseSettings): Listener {
  const database = open(settings);
  const jobs = (uid: string) => collection(database, "users", uid, "jobs");
  return {
    listen(uid, target, onNext, onError) {
      const withMetadata = { includeMetadataChanges: true };
      if ("jobId" in target) {
        return onSnapshot(
          doc(jobs(uid), target.jobId),
          withMetadata,
          (found) => {
            const data = found.data();
            onNext(snapshotOf(data ? [data] : [], found.metadata.fromCache));
          },
          onError,
        );
      }
      // Only what has changed is read again: fifty jobs at once are many snapshots of fifty cards.
      const cards = new Map<string, Record<string, unknown>>();
      return onSnapshot(
        listOf(jobs(uid), target),
        withMetadata,
        (found) => {
          for (const { doc: changed } of found.docChanges()) cards.set(changed.id, changed.data());
          const listed = found.docs.map((each) => cards.get(each.id) ?? each.data());
          onNext(snapshotOf(listed, found.metadata.fromCache));
        },
        onError,
      );
    },
    async readResult(uid, jobId) {
      const found = await getDoc(doc(jobs(uid), jobId, "data", "result"));
      return found.get("value") as unknown;
    },
    async close() {
      await terminate(database);
      await clear(database);
    },
  };
}

/** Delete what is kept on the device. Other tabs hold it until they have noticed, too. */
async function clear(database: Firestore, tries = CLEAR_TRIES): Promise<void> {
  try {
    await clearIndexedDbPersistence(database);
  } catch (error) {
    if (tries <= 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, CLEAR_PAUSE_MS));
    await clear(database, tries - 1);
  }
}

function open({ app, databaseId, emulator }: DatabaseSettings): Firestore {
  const names = databaseId === undefined ? ([] as const) : ([databaseId] as const);
  let database: Firestore;
  try {
    const localCache = persistentLocalCache({ tabManager: persistentMultipleTabManager() });
    database = initializeFirestore(app, { localCache }, ...names);
  } catch {
    // The page has opened it before, its own way.
    return names[0] === undefined ? getFirestore(app) : getFirestore(app, names[0]);
  }
  if (emulator !== undefined) {
    const { hostname, port } = new URL(`http://${emulator}`);
    connectFirestoreEmulator(database, hostname, Number(port));
  }
  return database;
}

function listOf(
  jobs: ReturnType<typeof collection>,
  target: Exclude<ListenTarget, { jobId: string }>,
) {
  const newest = [orderBy("createdAt", "desc"), limit(target.limit)];
  return target.status === undefined
    ? query(jobs, ...newest)
    : query(jobs, where("status", "==", target.status), ...newest);
}

function snapshotOf(cards: readonly Record<string, unknown>[], fromCache: boolean): Snapshot {
  return { jobs: cards.flatMap((card) => readJob(card) ?? []), fromCache };
}
