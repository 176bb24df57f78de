/** What is filled in and not sent yet, kept on this device until it is sent or the user signs out. */
import { rowsOf, type Values } from "./field.js";

const PREFIX = "careerlens-draft:";

/** Return a kept draft; undefined without one. */
export function readDraft(uid: string, type: string): Values | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(uid, type)) ?? "null");
    return isValues(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keep a draft; one without a word in it is none, and a tick is no word. */
export function keepDraft(uid: string, type: string, values: Values): void {
  try {
    if (isEmpty(values)) localStorage.removeItem(keyOf(uid, type));
    else localStorage.setItem(keyOf(uid, type), JSON.stringify(values));
  } catch {
    // Where nothing may be kept, a draft lasts as long as its page.
  }
}

/** Drop all drafts but those of a user; of all users where none is given. */
export function forgetDrafts(uid: string | null): void {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    const others = keys.filter((key) => uid === null || !key.startsWith(`${PREFIX}${uid}:`));
    for (const key of others) localStorage.removeItem(key);
  } catch {
    // What cannot be read was not kept.
  }
}

function keyOf(uid: string, type: string): string {
  return `${PREFIX}${uid}:${type}`;
}

function isEmpty(values: Values): boolean {
  return Object.values(values).every((value) => {
    if (typeof value === "boolean") return true;
    const rows = rowsOf(value);
    return value.length === 0 || (rows.length > 0 && rows.every(isEmpty));
  });
}

function isValues(kept: unknown): kept is Values {
  if (typeof kept !== "object" || kept === null || Array.isArray(kept)) return false;
  return Object.values(kept).every(
    (value: unknown) =>
      typeof value === "string" ||
      typeof value === "boolean" ||
      (Array.isArray(value) && value.every((each) => typeof each === "string" || isValues(each))),
  );
}
