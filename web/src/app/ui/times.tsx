/** A time that goes on while it is shown. */
import { LANGUAGE } from "#messages/language";
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
