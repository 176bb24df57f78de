/** Who is signed in, and how a user signs in. What does it is behind this interface. */
import { createContext, use } from "react";

import type { AppApi } from "../api.js";
import type { DemoPerson } from "../config.js";

/** A signed-in user. */
export interface Person {
  readonly uid: string;
  /** What to call them. */
  readonly name: string;
  /** The token's claim `operator`: may see, retry and cancel all users' jobs. */
  readonly isOperator: boolean;
  /** The token's claim `viewer`: may see them. */
  readonly isViewer: boolean;
}

/** Sign-in, as the app uses it. */
export interface SignIn {
  /** Call back with who is signed in, now and at every change; null is no user. Return how to stop. */
  watch(onPerson: (person: Person | null) => void): () => void;
  /** Return the ID token of the signed-in user. */
  getToken(isFresh: boolean): Promise<string>;
  // The ways that the deployment has.
  readonly byLink?: LinkSignIn;
  readonly withGoogle?: () => Promise<unknown>;
  readonly withoutAccount?: () => Promise<unknown>;
  /** Only locally: sign in as any address. */
  readonly asPerson?: (email: string) => Promise<unknown>;
  readonly people: readonly DemoPerson[];
  /** The public key of Web Push; without one, no device is told. */
  readonly webPushKey?: string | undefined;
  signOut(): Promise<void>;
}

/** Sign-in by a link that is sent to an address: it shows that the address is the user's. */
export interface LinkSignIn {
  /** Whether a link has opened this page, which was not used yet. */
  isOpened(): boolean;
  send(email: string): Promise<void>;
  /** Sign in by the link that has opened this page; it was sent to that address. */
  finish(email: string): Promise<void>;
  /** Forget the link that has opened this page. */
  drop(): void;
  /** Only locally: return the newest link for an address, which no mail brings. */
  readonly readMail?: (email: string) => Promise<string | undefined>;
}

/** What every page may ask for. */
export interface Session {
  readonly person: Person;
  readonly signIn: SignIn;
  readonly api: AppApi;
}

export const SessionContext = createContext<Session | null>(null);

/** Return who is signed in, and the API; only for pages that are shown to signed-in users. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("This page is for signed-in users.");
  return session;
}
