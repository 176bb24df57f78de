/** The keys of a résumé's changes: j and k go on and back, a accepts, r keeps mine, u undoes. */
import { useEffect } from "react";

import type { Deciding } from "./useDecisions.js";

export function useDecisionKeys(deciding: Deciding): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const act = ACTIONS[event.key];
      if (!act) return;
      event.preventDefault();
      act(deciding);
    };
    document.addEventListener("keydown", press);
    return () => {
      document.removeEventListener("keydown", press);
    };
  }, [deciding]);
}

const ACTIONS: Readonly<Record<string, (deciding: Deciding) => void>> = {
  j: (deciding) => {
    step(deciding, 1);
  },
  k: (deciding) => {
    step(deciding, -1);
  },
  a: ({ current, decide }) => {
    if (current !== undefined) decide(current, { is: "accepted" });
  },
  r: ({ current, decide }) => {
    if (current !== undefined) decide(current, { is: "kept" });
  },
  u: ({ undo }) => undo?.(),
};

/** Open the next change, or the one before. */
export function step({ choices, current, open }: Deciding, by: 1 | -1): void {
  const from = current ?? (by > 0 ? 0 : choices.length + 1);
  open(Math.min(choices.length, Math.max(1, from + by)));
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]")
  );
}
