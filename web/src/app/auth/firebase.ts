/**
 * Sign-in by Firebase Auth. In the local cloud it is the same library, and what answers it is
 * `infra/local/web/sign_in.py`, which takes a Google sign-in of any address.
 */
import { initializeApp } from "firebase/app";
import {
  browserLocalPersistence,
  connectAuthEmulator,
  GoogleAuthProvider,
  initializeAuth,
  onIdTokenChanged,
  signInAnonymously,
  signInWithCredential,
  signOut,
  type Auth,
  type User,
} from "firebase/auth";

import * as appText from "#messages/app";
import type { AppConfig, SignInWay } from "../config.js";
import { takeOpenedLink } from "./openedLink.js";
import type { LinkSignIn, Person, SignIn } from "./signIn.js";

/** Connect to Firebase Auth; return it as the job library takes it, and as the app does. */
export function connectAuth(config: AppConfig): { auth: Auth; signIn: SignIn } {
  const auth = initializeAuth(initializeApp(config), {
    // Not in IndexedDB, Firebase's default: that is opened before a user is known, and read anew for ever.
    persistence: browserLocalPersistence,
  });
  if (config.emulators) connectAuthEmulator(auth, location.origin, { disableWarnings: true });
  const has = (way: SignInWay): boolean => config.signIn.includes(way);
  const byLink = connectLink(auth, config);
  const signIn: SignIn = {
    people: config.people ?? [],
    webPushKey: config.webPushKey,
    watch: (onPerson) =>
      onIdTokenChanged(auth, (user) => {
        // Who is signed in needs no link; and once they have signed out, it must not sign them in.
        if (user) byLink.drop();
        void report(auth, user, onPerson);
      }),
    async getToken(isFresh) {
      if (!auth.currentUser) throw new Error("No user is signed in.");
      return auth.currentUser.getIdToken(isFresh);
    },
    ...(has("email-link") && { byLink }),
    ...(has("google") && {
      withGoogle: async () => (await import("./googlePopup.js")).signInWithGoogle(auth),
    }),
    ...(has("anonymous") && { withoutAccount: () => signInAnonymously(auth) }),
    ...(config.emulators && { asPerson: (email) => signInAs(auth, email) }),
    signOut: () => signOut(auth),
  };
  return { auth, signIn };
}

function connectLink(auth: Auth, { emulators }: AppConfig): LinkSignIn {
  let opened = takeOpenedLink();
  return {
    isOpened: () => opened !== undefined,
    send: async (email) => (await import("./emailLink.js")).sendLink(auth, email),
    async finish(email) {
      const link = opened ?? "";
      await (await import("./emailLink.js")).signInByLink(auth, email, link);
      opened = undefined;
    },
    drop() {
      opened = undefined;
    },
    ...(emulators && {
      readMail: async (email) =>
        (await import("./emailLink.js")).readMail(emulators.mailbox, email),
    }),
  };
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
