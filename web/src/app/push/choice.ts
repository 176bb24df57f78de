/** Whether this browser was switched on to be told, and under which name the service knows it. */
import { readChoice, readKept } from "../deviceChoice.js";

export function readPush(): { readonly isOn: boolean; readonly device: string | null } {
  return { isOn: readChoice("push", ["off", "on"]) === "on", device: readKept("device") };
}
