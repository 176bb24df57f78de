/** Keys that work on a whole page, unless a user is typing, or something floats above it. */
import { useEffect, useRef } from "react";

type Keys = Readonly<Record<string, (() => void) | undefined>>;

const TYPING =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=menu]";

/** Do something at a key, as long as the component is shown. */
export function useKeys(keys: Keys): void {
  const newest = useRef(keys);
  useEffect(() => {
    newest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const act = newest.current[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event)) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", onKeyDown);
    return () => {
      removeEventListener("keydown", onKeyDown);
    };
  }, []);
}

function isElsewhere({ target }: KeyboardEvent): boolean {
  const isTyping = target instanceof Element && target.closest(TYPING) !== null;
  return isTyping || document.querySelector("[role=dialog], [role=alertdialog]") !== null;
}
