/** Times that go on while they are shown. */
import { useEffect, useState } from "react";

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

/** Return the server's time, to the second. */
export function useSeconds(): Date {
  const [now, setNow] = useState(() => new Date(serverNow()));
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(new Date(serverNow()));
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
