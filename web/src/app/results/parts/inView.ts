/** What of a page is in view: whether its head is out, and which part one reads. */
import { useEffect, useState } from "react";

/** A part of a result, to go to. */
export interface Part {
  /** The id of its section. */
  readonly id: string;
  readonly title: string;
}

/** The part that one reads is the one on this line: a third of the way down. */
const READING_LINE = "-30% 0px -69% 0px";

/** Return whether an element is out of view, above. */
export function useIsOut(element: React.RefObject<HTMLElement | null>): boolean {
  const [isOut, setOut] = useState(false);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry) setOut(!entry.isIntersecting && entry.boundingClientRect.bottom <= 1);
    });
    observer.observe(element.current);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return isOut;
}

/** Return the id of the part that one reads; the first before one has scrolled. */
export function useActivePart(parts: readonly Part[]): string | undefined {
  const [active, setActive] = useState<string>();
  const ids = parts.map(({ id }) => id).join(" ");
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        const entered = entries.find(({ isIntersecting }) => isIntersecting);
        if (entered) setActive(entered.target.id);
      },
      { rootMargin: READING_LINE },
    );
    for (const id of ids.split(" ")) {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    }
    return () => {
      observer.disconnect();
    };
  }, [ids]);
  return active ?? parts[0]?.id;
}
