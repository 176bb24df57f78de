/** Firebase Auth of an app: loaded where the application has not connected with its own `Auth`. */
import { getApps, type FirebaseApp } from "firebase/app";
import type { Auth } from "firebase/auth";

import { JobsApiError } from "../model/jobErrors.js";

const NO_APP =
  "@careerlens/jobs: there is no Firebase app. Call initializeApp() of firebase/app before; or" +
  " connectJobs({ app }) and <JobsProvider client={client}>; or give userId and authToken.";

/**
 * Return Firebase Auth of the app, or of the default one.
 *
 * @throws JobsApiError if there is none, and then Firebase Auth is not even loaded; or if the app's
 *   configuration is refused.
 */
export async function findAuth(app: FirebaseApp | undefined): Promise<Auth> {
  const used = app ?? getApps().find(({ name }) => name === "[DEFAULT]");
  if (!used) throw new JobsApiError({ code: "failed-precondition", detail: NO_APP });
  const { getAuth } = await import("firebase/auth");
  try {
    return getAuth(used);
  } catch (error) {
    throw new JobsApiError({ code: "failed-precondition", detail: String(error) });
  }
}
