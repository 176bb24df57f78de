/** Who a page's user is: said by Firebase Auth, or by the application itself. */
import type { JobsApiError } from "../model/jobErrors.js";

/** Who is signed in, whatever says so. */
export interface Identity {
  /**
   * Report the user, now and whenever that changes; null while no user is signed in. Or that this
   * cannot be known, and why: then it is watched again at the next occasion.
   */
  watch(onUser: (uid: string | null) => void, onTrouble: (error: JobsApiError) => void): void;
  /** Return their ID token; a new one if `isFresh`. */
  getToken(isFresh: boolean): Promise<string>;
}

/** An ID token, or what returns one: a new one if `isFresh`, as the last one was refused. */
export type AuthToken = string | ((isFresh: boolean) => string | Promise<string>);

/** A user whom the application names itself, instead of Firebase Auth's. */
export interface NamedUser {
  /** Null for no user; undefined while the application does not know it either. */
  readonly userId: string | null | undefined;
  /** Returns their ID token as it is now, if the application has it. */
  readonly authToken: () => AuthToken | undefined;
}
