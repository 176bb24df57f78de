/** What reads older jobs: by itself once one has scrolled down, and by a click. */
import { useEffect, useEffectEvent, useRef } from "react";

import * as listText from "#messages/list";
import { Button } from "../../ui/Button.js";

/** So many pixels before the list's end it begins to read on. */
const AHEAD = 600;

interface Props {
  readonly isBusy: boolean;
  readonly onRead: () => void;
}

export function OlderJobs({ isBusy, onRead }: Props): React.ReactNode {
  const end = useRef<HTMLDivElement>(null);
  const readOn = useEffectEvent(onRead);
  useEffect(() => {
    if (isBusy || !end.current) return undefined;
    const over = new AbortController();
    let isNear = false;
    // The browser says it: measured at each scroll, the page would be laid out for it.
    const watch = new IntersectionObserver(
      (seen) => {
        isNear = seen.at(-1)?.isIntersecting ?? false;
        if (isNear && scrollY > 0) readOn();
      },
      { rootMargin: `0px 0px ${String(AHEAD)}px` },
    );
    watch.observe(end.current);
    const onScroll = (): void => {
      if (isNear) readOn();
    };
    addEventListener("scroll", onScroll, { passive: true, signal: over.signal });
    return () => {
      watch.disconnect();
      over.abort();
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
