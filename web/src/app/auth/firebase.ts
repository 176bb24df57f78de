/**
 * Sign-in by Firebase Auth. In the local cloud it is the same library, and what answers it is
 * `infra/local/web/accounts.py`, which takes a Google sign-in of any address.
 */
import { initializeApp } from "firebase/app";
import {
  browserLocalPersistence,
  connectAuthEmulator,
  GoogleAuthProvider,
  indexedDBLocalPersistence,
  initializeAuth,
  onIdTokenChanged,
  signInAnonymously,
  signInWithCredential,
  signOut,
  type Auth,
  type User,
} from "firebase/auth";

import { allowsAnonymous, type AppConfig } from "../config.js";
import type { Person, SignIn } from "./signIn.js";

/** Connect to Firebase Auth; return it as the job library takes it, and as the app does. */
export function connectAuth(config: AppConfig): { auth: Auth; signIn: SignIn } {
  const { projectId, apiKey, authDomain, appId } = config;
  const app = initializeApp({
    ...{ projectId, apiKey },
    ...(authDomain !== undefined && { authDomain }),
    ...(appId !== undefined && { appId }),
  });
  const auth = initializeAuth(app, {
    persistence: [indexedDBLocalPersistence, browserLocalPersistence],
  });
  const isLocal = config.emulators !== undefined;
  if (isLocal) connectAuthEmulator(auth, location.origin, { disableWarnings: true });
  return { auth, signIn: { ...common(auth, config), ...(isLocal ? local(auth) : cloud(auth)) } };
}

function common(auth: Auth, config: AppConfig): SignIn {
  return {
    people: config.people ?? [],
    watch: (onPerson) =>
      onIdTokenChanged(auth, (user) => {
        if (!user) onPerson(null);
        else
          void readPerson(user).then((person) => {
            if (auth.currentUser?.uid === person.uid) onPerson(person);
          });
      }),
    async getToken(isFresh) {
      if (!auth.currentUser) throw new Error("No user is signed in.");
      return auth.currentUser.getIdToken(isFresh);
    },
    ...(allowsAnonymous(config) && {
      async withoutAccount() {
        await signInAnonymously(auth);
      },
    }),
    signOut: () => signOut(auth),
  };
}

function local(auth: Auth): Partial<SignIn> {
  return {
    async asPerson(email) {
      const idToken = JSON.stringify({ sub: email, email, email_verified: true });
      await signInWithCredential(auth, GoogleAuthProvider.credential(idToken));
    },
  };
}

function cloud(auth: Auth): Partial<SignIn> {
  return {
    async withGoogle() {
      const { signInWithGoogle } = await import("./googlePopup.js");
      await signInWithGoogle(auth);
    },
  };
}

async function readPerson(user: User): Promise<Person> {
  // Offline the claims cannot be read anew; the last token's are kept with it.
  const token = await user.getIdTokenResult().catch(() => undefined);
  return {
    uid: user.uid,
    name: user.displayName ?? user.email ?? "Guest",
    isAnonymous: user.isAnonymous,
    isOperator: token?.claims["operator"] === true,
  };
}
