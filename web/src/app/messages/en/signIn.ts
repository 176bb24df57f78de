/** What the sign-in page says. */
import { whole } from "../intl.js";

export const tab = "Sign in";
export const proof = "What CareerLens does";
export const headline = "See how far you are from the job you want.";
export const about =
  "CareerLens reads what employers ask for, holds it against what you can do, and says what" +
  " to learn first. It works while you do something else.";
export const title = "Sign in";
export const noAccount = "Or start without an account. What you make stays on this device.";
export const tryIt = "Try it without an account";
export const or = "or";
export const google = "Continue with Google";
export const yours = "Your résumé stays yours: delete it, or all of it, at any time.";
export const email = "E-mail";
export const emailHint = "you@example.com";
export const send = "Send me a link";
export const sendHint = "No password: the link in the message signs you in.";
export const sent = "Look into your mail";
export const sentTo = (email: string): string =>
  `A link is on its way to ${email}. Open it on this device. Not there? Look among the junk.`;
export const again = "Send it again";
export const other = "Use another address";
export const local = "This is the local cloud: no mail leaves it.";
export const openLocal = "Open the link";
export const opened = "Which address was the link sent to?";
export const finish = "Sign in";
export const finishing = "Signing you in …";
export const people = "Demo people";

export const withSkills = "With Python, SQL and Docker, on the way to Data Engineer:";
export const scaleLabel = (score: number, reach: number, weeks: number): string =>
  `Score, of 100: ${whole(score)} today; ${whole(reach)} after ${whole(weeks)} weeks.`;
export const today = (score: number): string => `${whole(score)} today`;
export const afterWeeks = (weeks: number): string => `after ${whole(weeks)} weeks`;
export const skillGap = "Skill gap";
export const exampleRole = "Data Engineer";
export const sample = "sample result";
export const postings = (count: number): string => `${whole(count)} postings`;
export const covered = (share: string): string =>
  `You cover ${share} of what postings ask for. AWS comes first.`;
export const youHaveIt = "You have it";
export const missing = "Missing";
export const skill = "Skill";
export const askForIt = "Ask for it";
export const barHas = "you have it";
export const barLacks = "missing";

/** Per cent of the postings that ask for a skill; the first two are among those of the example. */
export const SKILLS: readonly (readonly [skill: string, share: number, has: boolean])[] = [
  ["SQL", 88, true],
  ["Python", 83, true],
  ["AWS", 51, false],
  ["Apache Spark", 50, false],
  ["Apache Airflow", 49, false],
  ["Data Modeling", 46, false],
  ["Git", 38, false],
  ["Apache Kafka", 37, false],
];

const CLOSED = "The window was closed before the sign-in was done.";
/** No link will do but a new one. */
export const USED = "This link was used before, or is too old. Have a new one sent.";
const OFF = "This deployment does not let you sign in that way.";

/** What a user can do something about, by Firebase's code. */
export const TROUBLES: Readonly<Record<string, string>> = {
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

export const unknownTrouble = "That did not work. Try again in a moment.";
