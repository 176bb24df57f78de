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

import * as appText from "#messages/app";
import { allowsAnonymous, type AppConfig } from "../config.js";
import type { Person, SignIn } from "./signIn.js";

/** Connect to Firebase Auth; return it as the job library takes it, and as the app does. */
export function connectAuth(config: AppConfig): { auth: Auth; signIn: SignIn } {
  const auth = initializeAuth(initializeApp(config), {
    persistence: [indexedDBLocalPersistence, browserLocalPersistence],
  });
  if (config.emulators) connectAuthEmulator(auth, location.origin, { disableWarnings: true });
  const signIn: SignIn = {
    people: config.people ?? [],
    watch: (onPerson) => onIdTokenChanged(auth, (user) => void report(auth, user, onPerson)),
    async getToken(isFresh) {
      if (!auth.currentUser) throw new Error("No user is signed in.");
      return auth.currentUser.getIdToken(isFresh);
    },
    ...(allowsAnonymous(config) && { withoutAccount: () => signInAnonymously(auth) }),
    ...(config.emulators
      ? { asPerson: (email) => signInAs(auth, email) }
      : { withGoogle: async () => (await import("./googlePopup.js")).signInWithGoogle(auth) }),
    signOut: () => signOut(auth),
  };
  return { auth, signIn };
}

/** Sign an address in that the local cloud believes. */
function signInAs(auth: Auth, email: string): Promise<unknown> {
  const idToken = JSON.stringify({ sub: email, email, email_verified: true });
  return signInWithCredential(auth, GoogleAuthProvider.credential(idToken));
}

/** Report who is signed in, unless another user is by the time that is known. */
async function report(auth: Auth, user: User | null, onPerson: Parameters<SignIn["watch"]>[0]) {
  const person = user && (await readPerson(user));
  if (!user || auth.currentUser?.uid === user.uid) onPerson(person);
}

async function readPerson(user: User): Promise<Person> {
  // Offline the claims cannot be read anew; the last token's are kept with it.
  const token = await user.getIdTokenResult().catch(() => undefined);
  return {
    uid: user.uid,
    name: user.displayName ?? user.email ?? appText.guest,
    isOperator: token?.claims["operator"] === true,
    isViewer: token?.claims["viewer"] === true,
  };
}
