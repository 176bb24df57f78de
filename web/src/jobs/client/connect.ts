/** Connect a client to Firebase and the API: the only file that knows where each part comes from. */
import type { FirebaseApp } from "firebase/app";
import type { Auth } from "firebase/auth";

import { signedOut } from "../model/jobErrors.js";
import { makeClient, type JobsClient } from "./jobClient.js";

/** Where things are. All of it may be left out. */
export interface JobsSettings {
  /** Who is signed in; without it, Firebase Auth of `app`. */
  readonly auth?: Auth;
  /** Without it and without `auth`, the default app. */
  readonly app?: FirebaseApp;
  /** The origin of the API; without it, the page's own. */
  readonly apiUrl?: string;
  /** The name of the database, where it is not the default one. */
  readonly databaseId?: string;
  /** The address of a Firestore emulator, such as "127.0.0.1:8085". */
  readonly firestoreEmulator?: string;
}

/** Connect; one client serves a whole page. Firestore is loaded once a user is signed in. */
export function connectJobs(settings: JobsSettings = {}): JobsClient {
  const auth = findAuth(settings);
  return makeClient({
    apiUrl: settings.apiUrl ?? "",
    identity: {
      watch(onUser) {
        void auth.then((found) => {
          found.onAuthStateChanged((user) => {
            onUser(user?.uid ?? null);
          });
        });
      },
      async getToken(isFresh) {
        const user = (await auth).currentUser;
        if (user) return user.getIdToken(isFresh);
        throw signedOut();
      },
    },
    async openListener() {
      const [{ app }, { openCachedListener }] = await Promise.all([
        auth,
        import("./cachedFirestore.js"),
      ]);
      const { databaseId, firestoreEmulator: emulator } = settings;
      return openCachedListener({ app, databaseId, emulator });
    },
  });
}

async function findAuth({ auth, app }: JobsSettings): Promise<Auth> {
  return auth ?? (await import("firebase/auth")).getAuth(app);
}
