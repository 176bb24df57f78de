/** Connect a client to Firebase and the API: the only file that knows where each part comes from. */
import type { FirebaseApp } from "firebase/app";
import type { Auth } from "firebase/auth";

import { signedOut } from "../model/jobErrors.js";
import { makeClient, type JobsClient } from "./jobClient.js";
import { startPollingLazily } from "./lazyPolling.js";

/** Where things are. All of it may be left out. */
export interface JobsSettings {
  /** Who is signed in; without it, Firebase Auth of `app`. */
  readonly auth?: Auth;
  /** Without it and without `auth`, the default app, if there is one. */
  readonly app?: FirebaseApp;
  /** The origin of the API, such as "https://jobs.example"; without it, the page's own. */
  readonly apiUrl?: string;
  /** The name of the database, where it is not the default one. */
  readonly databaseId?: string;
  /** The address of a Firestore emulator, such as "127.0.0.1:8085". */
  readonly firestoreEmulator?: string;
}

/**
 * Connect; one client serves a whole page. Nothing begins before a component uses it, and Firestore is
 * loaded once a user is signed in.
 *
 * @throws Error if the emulator's address is none.
 */
export function connectJobs(settings: JobsSettings = {}): JobsClient {
  const emulator = readAddress(settings.firestoreEmulator);
  let found: Promise<Auth> | undefined;
  const auth = (): Promise<Auth> =>
    (found ??= openAuth(settings).catch((error: unknown) => {
      found = undefined;
      throw error;
    }));
  return makeClient({
    apiUrl: settings.apiUrl ?? "",
    startPolling: startPollingLazily,
    identity: {
      watch(onUser, onTrouble) {
        auth().then(
          (opened) =>
            opened.onAuthStateChanged((user) => {
              onUser(user?.uid ?? null);
            }),
          onTrouble,
        );
      },
      async getToken(isFresh) {
        const user = (await auth()).currentUser;
        if (user) return user.getIdToken(isFresh);
        throw signedOut();
      },
    },
    async openListener() {
      const [{ app }, { openCachedListener }] = await Promise.all([
        auth(),
        import("./cachedFirestore.js"),
      ]);
      return openCachedListener({ app, databaseId: settings.databaseId, emulator });
    },
  });
}

async function openAuth({ auth, app }: JobsSettings): Promise<Auth> {
  return auth ?? (await import("./findAuth.js")).findAuth(app);
}

/** Return `host:port`, also of an address with a protocol. */
function readAddress(given: string | undefined): string | undefined {
  if (!given) return undefined;
  const address = given.replace(/^https?:\/\//, "").replace(/\/+$/, "");
  if (/^[^/\s]+:\d+$/.test(address)) return address;
  throw new Error(`firestoreEmulator is no host:port: ${given}`);
}
