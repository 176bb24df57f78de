/** What stands on every page, and around it: loaded first, so it is kept small. */

export const PRODUCT = "CareerLens";
export const pageTitle = (title: string): string => `${title} · ${PRODUCT}`;
export const loading = "Loading…";
export const skipToContent = "Skip to content";
export const home = `${PRODUCT}, new analysis`;
export const mainNavigation = "Main";
export const newJob = "New";
export const myJobs = "My jobs";
export const consolePage = "Console";
export const underWay = "under way";

export const repeating = "Repeating";
export const account = "Account";
export const signOut = "Sign out";
export const accountOf = (initials: string, name: string): string =>
  `${initials}, account of ${name}`;
export const guest = "Guest";

export const findJob = "Find a job";
export const tellMe = "Tell me when done";

export const connection: Readonly<Record<string, string>> = {
  connecting: "Connecting. This is the last state this device knows.",
  offline: "You are offline. This is the last state this device knows; it goes on by itself.",
  polling: "Live updates are blocked on this network. Checking every few seconds instead.",
};

export const tryAgain = "Try again";
export const didNotWork = "That did not work. Try again in a moment.";
export const partMissing =
  "A part of this page did not come. Check your connection, and load the page again.";
export const reportAs = "If you report this, say:";

export const notFound = "Not found";
export const nothingHere = "There is nothing here";
export const nothingHereWhy = "The address may be mistyped, or what was here is gone.";

export const cannotStart = `${PRODUCT} cannot be reached`;
export const cannotStartWhy =
  "Check your connection. Jobs that you have started go on without you.";
