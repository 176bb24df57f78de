/** Times that go on while they are shown. */
import { useSyncExternalStore } from "react";

import { LANGUAGE } from "#messages/language";
import { serverNow } from "../../jobs/model/serverClock.js";
import { useNow } from "../../jobs/react/notificationState.js";
import { relativePast } from "../../jobs/react/relativeTime.js";
import { fullTime } from "../messages/intl.js";

/** A time in the past as "2 minutes ago"; the time itself is its title. */
export function Ago({ time }: { readonly time: Date }): React.ReactNode {
  return (
    <time dateTime={time.toISOString()} title={fullTime(time)}>
      {relativePast(time, useNow(), LANGUAGE)}
    </time>
  );
}

/** Return the server's time, to the second. One clock ticks for all of a page. */
export function useSeconds(): Date {
  return new Date(useSyncExternalStore(onTick, second));
}

const ticked = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function onTick(listener: () => void): () => void {
  ticked.add(listener);
  timer ??= setInterval(() => {
    for (const each of ticked) each();
  }, 1000);
  return () => {
    ticked.delete(listener);
    if (ticked.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The same number until a second has passed. */
function second(): number {
  return Math.floor(serverNow() / 1000) * 1000;
}
