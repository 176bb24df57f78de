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
    if (isBusy) return undefined;
    const over = new AbortController();
    const onScroll = (): void => {
      const top = end.current?.getBoundingClientRect().top ?? Infinity;
      if (top < innerHeight + AHEAD) readOn();
    };
    addEventListener("scroll", onScroll, { passive: true, signal: over.signal });
    return () => {
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
