/** Times in the user's own language and zone. */
import { useNow } from "../../jobs/react/notificationState.js";
import { relativePast } from "../../jobs/react/relativeTime.js";

/** Return how long something took: "4.2 s", "3 min 5 s". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  return `${String(Math.floor(whole / 60))} min ${String(whole % 60)} s`;
}

/** A time in the past as "2 minutes ago"; the time itself is its title. */
export function Ago({ time }: { readonly time: Date }): React.ReactNode {
  return (
    <time dateTime={time.toISOString()} title={time.toLocaleString()}>
      {relativePast(time, useNow())}
    </time>
  );
}
