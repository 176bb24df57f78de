/** What reads older jobs: by itself once one has scrolled down, and by a click. */
import { useEffect, useEffectEvent, useRef } from "react";

import * as listText from "#messages/list";
import { Button } from "../../ui/Button.js";

/** So far above the list's end it begins to read on. */
const AHEAD = "0px 0px 600px";

interface Props {
  readonly isBusy: boolean;
  readonly onRead: () => void;
}

export function OlderJobs({ isBusy, onRead }: Props): React.ReactNode {
  const end = useRef<HTMLDivElement>(null);
  const readOn = useEffectEvent(onRead);
  useEffect(() => {
    if (!end.current || isBusy) return undefined;
    const over = new AbortController();
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        // A list that fills no screen is read on when that is asked for.
        if (scrollY > 0) readOn();
        else addEventListener("scroll", readOn, { once: true, signal: over.signal });
      },
      { rootMargin: AHEAD },
    );
    observer.observe(end.current);
    return () => {
      over.abort();
      observer.disconnect();
    };
  }, [isBusy]);
  return (
    <div ref={end} className="older-jobs">
      <Button look="wide" disabled={isBusy} onClick={onRead}>
        {listText.showOlder}
      </Button>
    </div>
  );
}
