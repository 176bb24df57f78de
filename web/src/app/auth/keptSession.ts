/** Whether this device keeps a session of Firebase Auth: a guess, before Firebase itself is there. */

/** Where Firebase Auth keeps a user in localStorage. */
const PREFIX = "firebase:authUser:";

/** Whether a user is probably signed in; wrong, it costs a little time. */
export function isProbablySignedIn(): boolean {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(PREFIX));
  } catch {
    return false;
  }
}
