/** Which project this is: Firebase Hosting says it, and locally `infra/local/web/` does. */

import { noteServerTime } from "../jobs/model/serverClock.js";

/** What the page must know before a user can sign in. */
export interface AppConfig {
  readonly projectId: string;
  readonly apiKey: string;
  readonly authDomain?: string;
  readonly appId?: string;
  /** Only in the local cloud. */
  readonly emulators?: { readonly firestore: string };
  /** The demo users of the local sign-in. */
  readonly people?: readonly DemoPerson[];
}

/** A demo user of the local cloud. */
export interface DemoPerson {
  readonly email: string;
  readonly name: string;
}

/** Read it from this page's own origin. */
export async function readConfig(): Promise<AppConfig> {
  // Never the browser's copy: its `Date` says what time it is, which a device may not know.
  const response = await fetch("/__/firebase/init.json", { cache: "no-store" });
  const age = Number(response.headers.get("Age")) * 1000;
  noteServerTime(Date.parse(response.headers.get("Date") ?? "") + age);
  if (!response.ok) throw new Error(`init.json was answered with ${String(response.status)}`);
  return (await response.json()) as AppConfig;
}

const VARIABLES: Readonly<Record<string, unknown>> = import.meta.env;

/** The database's name, where the deployment has not the default one. */
export const DATABASE_ID = VARIABLES["VITE_FIRESTORE_DATABASE"] as string | undefined;

/** Whether the API takes guests, users without an account (its `ALLOW_ANONYMOUS`). */
export function allowsAnonymous(config: AppConfig): boolean {
  return config.emulators !== undefined || VARIABLES["VITE_ALLOW_ANONYMOUS"] === "true";
}
