/** A notification of the system, for a page that is not looked at. */

/** Notify by the system, if it may and this page is not looked at. Return whether it did. */
export function notifyBySystem(name: string, line: string, onOpen: () => void): boolean {
  if (typeof Notification === "undefined" || Notification.permission !== "granted") return false;
  if (document.visibilityState === "visible") return false;
  try {
    const notification = new Notification(name, { body: line, icon: "/icon.svg" });
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
