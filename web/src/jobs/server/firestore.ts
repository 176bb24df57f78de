/**
 * Firestore: the only file that imports `firebase/firestore`, and it is loaded when a user is
 * signed in, not before.
 */
import type { FirebaseApp } from "firebase/app";
import {
  collection,
  connectFirestoreEmulator,
  doc,
  getDoc,
  getFirestore,
  limit,
  onSnapshot,
  orderBy,
  query,
  where,
  type Firestore,
} from "firebase/firestore";

import type { JobState } from "../model/jobState.js";
import type { JobFilter, Listener } from "../model/listener.js";
import { readJob } from "../model/readJob.js";
import { throttle } from "../model/throttle.js";

/** Where the database is. */
export interface DatabaseSettings {
  readonly app: FirebaseApp;
  /** Its name, where it is not the default one. */
  readonly databaseId?: string | undefined;
  /** The emulator's address, such as "127.0.0.1:8085". */
  readonly emulator?: string | undefined;
}

/** Fifty jobs under way are fifty snapshots a second: eyes do with fewer, a few are shown at once. */
const [THROTTLE_MS, SLOWEST_THROTTLE_MS] = [25, 250];
const WITH_METADATA = { includeMetadataChanges: true };

/** Open the database. */
export function openListener(settings: DatabaseSettings): Listener {
  const database = open(settings);
  const jobs = (uid: string) => collection(database, "users", uid, "jobs");
  return {
    listen(uid, target, onNext, onError) {
      if ("jobId" in target) {
        return onSnapshot(
          doc(jobs(uid), target.jobId),
          WITH_METADATA,
          (found) => {
            const job = readJob(found.data() ?? {});
            onNext({ jobs: job ? [job] : [], fromCache: found.metadata.fromCache });
          },
          onError,
        );
      }
      /** Only what has changed is read again. */
      const read = new Map<string, JobState | undefined>();
      let ids: readonly string[] = [];
      let fromCache = true;
      const show = (): void => {
        onNext({ jobs: ids.flatMap((id) => read.get(id) ?? []), fromCache });
      };
      const showing = throttle(THROTTLE_MS, show, SLOWEST_THROTTLE_MS);
      const stop = onSnapshot(
        listOf(jobs(uid), target),
        WITH_METADATA,
        (found) => {
          for (const { doc: changed } of found.docChanges()) {
            read.set(changed.id, readJob(changed.data()));
          }
          ids = found.docs.map(({ id }) => id);
          fromCache = found.metadata.fromCache;
          showing.run();
        },
        onError,
      );
      return () => {
        showing.cancel();
        stop();
      };
    },
    async readResult(uid, jobId) {
      const found = await getDoc(doc(jobs(uid), jobId, "data", "result"));
      return JSON.parse(found.get("json") as string) as unknown;
    },
  };
}

function open({ app, databaseId, emulator }: DatabaseSettings): Firestore {
  const database = databaseId === undefined ? getFirestore(app) : getFirestore(app, databaseId);
  if (emulator !== undefined) {
    const { hostname, port } = new URL(`http://${emulator}`);
    connectFirestoreEmulator(database, hostname, Number(port));
  }
  return database;
}

function listOf(
  jobs: ReturnType<typeof collection>,
  { status, tag, batch, limit: most }: JobFilter,
) {
  return query(
    jobs,
    ...(status === undefined ? [] : [where("status", "==", status)]),
    ...(tag === undefined ? [] : [where("tags", "array-contains", tag)]),
    ...(batch === undefined ? [] : [where("batchId", "==", batch)]),
    orderBy("createdAt", "desc"),
    limit(most),
  );
}
