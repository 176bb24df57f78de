/** The local cloud that the tests run against, and its people, seen from outside the browser. */
import { rmSync, writeFileSync } from "node:fs";

import { expect } from "@playwright/test";

export const ROOT = new URL("../../../../", import.meta.url);
/** What the tests leave behind; never committed. */
export const OUTPUT = new URL(".local/e2e/", ROOT);
/** The text model waits for as long as this file is there. */
export const HELD = new URL("held", OUTPUT);
/** The environment variable by which the other processes know where the cloud is. */
export const WHERE = "CAREERLENS_E2E_CLOUD";

/** Where the parts are, and which project it is. */
interface Where {
  readonly web: string;
  readonly firestore: string;
  readonly project: string;
  /** The stand-in of Firebase Cloud Messaging; it says what it has taken. */
  readonly fcm: string;
}

/** Say where the cloud is. */
export function where(): Where {
  return JSON.parse(process.env[WHERE] ?? "") as Where;
}

/** Let no job end from now on: each waits before its last step. */
export function hold(): void {
  writeFileSync(HELD, "");
}

/** Let the jobs end. */
export function letGo(): void {
  rmSync(HELD, { force: true });
}

/** A user, as the API knows them. */
export interface User {
  readonly email: string;
  readonly uid: string;
  readonly token: string;
}

let people = 0;

/** Return a user that no test has seen before. */
export async function newUser(): Promise<User> {
  people += 1;
  return userOf(`test-${String(process.pid)}-${String(people)}@careerlens.test`);
}

/** Return the user of an address. */
export async function userOf(email: string): Promise<User> {
  const path = "/identitytoolkit.googleapis.com/v1/accounts:signInWithIdp";
  const postBody = new URLSearchParams({ id_token: JSON.stringify({ sub: email, email }) });
  const answer = await fetch(where().web + path, {
    method: "POST",
    body: JSON.stringify({ postBody: postBody.toString() }),
  });
  const { idToken, localId } = (await answer.json()) as { idToken: string; localId: string };
  return { email, uid: localId, token: idToken };
}

/** A job that lasts as long as `hold` says. */
const EXAMPLE = { type: "example", text: "Count these four words" };
/** Another one, as a user tells it from the first. */
export const ANOTHER = { ...EXAMPLE, text: "Another text" };
/** What the first one's result says. */
export const RESULT = "The text has 4 words.";

/** Call the API as a user. */
export async function ask(
  user: User,
  path: string,
  body?: unknown,
  method = body === undefined ? "GET" : "POST",
): Promise<unknown> {
  const answer = await fetch(where().web + path, {
    method,
    headers: { authorization: `Bearer ${user.token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} was answered with ${String(answer.status)}: ${text}`);
  return JSON.parse(text) as unknown;
}

/** Submit a job, as another device of theirs would. */
export async function submit(user: User, request: object = EXAMPLE): Promise<string> {
  return ((await ask(user, "/api/jobs", request)) as { jobId: string }).jobId;
}

/** Wait until the server says that a job is so far. */
export async function waitForStatus(user: User, jobId: string, status: string): Promise<void> {
  const read = async (): Promise<unknown> =>
    ((await ask(user, `/api/jobs/${jobId}/status`)) as { status: string }).status;
  await expect.poll(read, { intervals: [100] }).toBe(status);
}
