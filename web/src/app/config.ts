/** Which deployment this is: a file beside the page says it, written by `infra/deploy/hosting.py`. */

import { noteServerTime } from "../jobs/model/serverClock.js";

/** A way to sign in. */
export type SignInWay = "anonymous" | "email-link" | "google";

/** What the page must know before a user can sign in. */
export interface AppConfig {
  readonly projectId: string;
  readonly apiKey: string;
  readonly authDomain?: string;
  readonly appId?: string;
  /** The project's number, by which Firebase Cloud Messaging knows it. */
  readonly messagingSenderId?: string;
  /** The public key of Web Push; without one, or where it is empty, no device is told of a job. */
  readonly webPushKey?: string;
  /** The database's name; without one, it is the default one. */
  readonly databaseId?: string;
  /** The ways that this deployment has. */
  readonly signIn: readonly SignInWay[];
  /** Only in the local cloud: Firestore's host and port, and the path of the links that were sent. */
  readonly emulators?: { readonly firestore: string; readonly mailbox: string };
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
  const response = await fetch("/deployment.json", { cache: "no-store" });
  const age = Number(response.headers.get("Age")) * 1000;
  noteServerTime(Date.parse(response.headers.get("Date") ?? "") + age);
  if (!response.ok) throw new Error(`The file was answered with ${String(response.status)}`);
  return (await response.json()) as AppConfig;
}
