/** Why a sign-in did not work, in words. */
import { TROUBLES, unknownTrouble, USED } from "#messages/signIn";

/** Return why a sign-in did not work, in a sentence. */
export function troubleOf(error: Error): string {
  const { code = "" } = error as { readonly code?: string };
  return TROUBLES[code] ?? unknownTrouble;
}

/** Whether no link will do but a new one. */
export function isSpent(error: Error): boolean {
  return troubleOf(error) === USED;
}
