/** The end of being told on this device: with the session, or with all data. */
import type { AppApi } from "../api.js";
import type { SignIn } from "../auth/signIn.js";
import { keepChoice } from "../deviceChoice.js";
import { readPush } from "./choice.js";

/** Tell this device no more, if it was; where that does not work, Firebase forgets it one day. */
export async function forgetDevice(api: AppApi): Promise<void> {
  if (!readPush().isOn) return;
  try {
    await (await import("./device.js")).switchOff(api);
  } catch {
    keepChoice("push", "off");
  }
}

/** Sign out; the next user of this browser is not told of this one's jobs. */
export async function leave(signIn: SignIn, api: AppApi): Promise<void> {
  await forgetDevice(api);
  await signIn.signOut();
}
