/** A notification of the system, for a page that is not looked at. */
import { readPush } from "./push/choice.js";

/**
 * Notify of a job by the system, if it may and this page is not looked at. Return whether it did.
 *
 * Where this device is told by push, too, the service worker shows it, by the same tag: one takes the
 * other's place.
 */
export function notifyBySystem(
  jobId: string,
  name: string,
  line: string,
  onOpen: () => void,
): boolean {
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return false;
  if (document.visibilityState === "visible") return false;
  const shown = { body: line, icon: "/icon.svg", tag: jobId };
  if (readPush().isOn) {
    void navigator.serviceWorker.ready.then((worker) => worker.showNotification(name, shown));
    return true;
  }
  try {
    const notification = new Notification(name, shown);
    notification.onclick = () => {
      focus();
      notification.close();
      onOpen();
    };
    return true;
  } catch {
    // Android's browsers allow it to service workers only.
    return false;
  }
}
