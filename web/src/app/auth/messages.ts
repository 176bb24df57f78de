/** What the sign-in page says. */
export const TEXTS = {
  tab: "Sign in",
  proof: "What CareerLens does",
  headline: "See how far you are from the job you want.",
  about:
    "CareerLens reads what employers ask for, holds it against what you can do, and says what" +
    " to learn first. It works while you do something else.",
  title: "Sign in",
  noAccount: "Or start without an account. What you make stays on this device.",
  tryIt: "Try it without an account",
  or: "or",
  google: "Continue with Google",
  yours: "Your résumé stays yours: delete it, or all of it, at any time.",
  email: "E-mail",
  emailHint: "you@example.com",
  send: "Send me a link",
  sendHint: "No password: the link in the message signs you in.",
  sent: "Look into your mail",
  sentTo: (email: string) =>
    `A link is on its way to ${email}. Open it on this device. Not there? Look among the junk.`,
  again: "Send it again",
  other: "Use another address",
  local: "This is the local cloud: no mail leaves it.",
  openLocal: "Open the link",
  opened: "Which address was the link sent to?",
  finish: "Sign in",
  finishing: "Signing you in …",
  people: "Demo people",
} as const;

const CLOSED = "The window was closed before the sign-in was done.";
const USED = "This link was used before, or is too old. Have a new one sent.";
const OFF = "This deployment does not let you sign in that way.";

/** What a user can do something about, by Firebase's code. */
const TROUBLES: Readonly<Record<string, string>> = {
  "auth/popup-closed-by-user": CLOSED,
  "auth/cancelled-popup-request": CLOSED,
  "auth/popup-blocked": "Your browser has blocked the sign-in window. Allow it for this page.",
  "auth/network-request-failed": "The sign-in service cannot be reached. Check your connection.",
  "auth/invalid-email": "The link was not sent to this address. Type the one that it was sent to.",
  "auth/invalid-action-code": USED,
  "auth/expired-action-code": USED,
  "auth/too-many-requests": "There were too many tries. Wait some minutes, then try again.",
  "auth/quota-exceeded": "No more links can be sent now. Sign in another way, or try tomorrow.",
  "auth/user-disabled": "This account is closed.",
  "auth/operation-not-allowed": OFF,
  "auth/admin-restricted-operation": OFF,
  "auth/unauthorized-continue-uri":
    "This deployment does not know the address of this page. Tell who runs it.",
};

/** Return why a sign-in did not work, in a sentence. */
export function troubleOf(error: Error): string {
  const { code = "" } = error as { readonly code?: string };
  return TROUBLES[code] ?? "That did not work. Try again in a moment.";
}

/** Whether no link will do but a new one. */
export function isSpent(error: Error): boolean {
  return troubleOf(error) === USED;
}
