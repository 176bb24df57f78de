/** The pages of the app, each loaded when it is needed for the first time. */
import { atOnce } from "./atOnce.js";
import type { Route } from "./route.js";

/** What loads each page; one that is not there is part of the app. */
export const LOAD = {
  new: atOnce(() => import("./pages/new/NewJobPage.js")),
  jobs: atOnce(() => import("./pages/jobs/JobsPage.js")),
  job: atOnce(() => import("./pages/job/JobPage.js")),
  account: atOnce(() => import("./pages/account/AccountPage.js")),
  repeating: atOnce(() => import("./pages/repeating/RepeatingPage.js")),
  operator: atOnce(() => import("./pages/operator/OperatorPage.js")),
} as const;

/** Load the page of a user who is not signed in. */
export const loadSignIn = atOnce(() => import("./auth/SignInPage.js"));

/**
 * Begin to load the first page, beside the app itself.
 *
 * @param isKnown Whether a user is signed in, as far as this device knows.
 */
export function loadFirst({ page }: Route, isKnown: boolean): void {
  const load = !isKnown ? loadSignIn : page === "missing" ? undefined : LOAD[page];
  // What does not come is said where it is shown.
  load?.().then(nothing, nothing);
}

function nothing(): void {
  // A page that did not come is loaded again where it is shown.
}
