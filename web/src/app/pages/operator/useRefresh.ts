/** Read again and again: other users' jobs cannot be listened to. */
import { useEffect } from "react";

/** Do something every so many milliseconds while the page is seen. */
export function useRefresh(everyMs: number, refresh: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, everyMs);
    return clearInterval.bind(window, timer);
  }, [everyMs, refresh]);
}
