/** Who is signed in, and how somebody signs in. What does it is behind this interface. */
import { createContext, use } from "react";

import type { DemoPerson } from "../config.js";

/** Somebody who is signed in. */
export interface Person {
  readonly uid: string;
  /** What to call them. */
  readonly name: string;
  readonly isAnonymous: boolean;
  /** The token's claim `operator`: may see and steer everybody's jobs. */
  readonly isOperator: boolean;
}

/** Sign-in, as the app uses it. */
export interface SignIn {
  /** Tell who is signed in, now and whenever that changes; null for nobody. Gives how to stop. */
  watch(onPerson: (person: Person | null) => void): () => void;
  /** Give the ID token of whoever is signed in. */
  getToken(isFresh: boolean): Promise<string>;
  readonly withGoogle?: () => Promise<void>;
  readonly withoutAccount?: () => Promise<void>;
  /** Only locally: be anybody. */
  readonly asPerson?: (email: string) => Promise<void>;
  readonly people: readonly DemoPerson[];
  signOut(): Promise<void>;
}

/** What every page may ask for. */
export interface Session {
  readonly person: Person;
  readonly signIn: SignIn;
}

export const SessionContext = createContext<Session | null>(null);

/** Give who is signed in; only for pages that are shown to nobody else. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("This page is for people who are signed in.");
  return session;
}
