/** What was decided about a résumé: kept on this device, for this job, until its user signs out. */
import { useState } from "react";

import { useSession } from "../../auth/signIn.js";
import type { Choice, Decision, Decisions } from "./decisions.js";

/** What is decided, and how to go on. */
export interface Deciding {
  readonly choices: readonly Choice[];
  readonly decisions: Decisions;
  /** The number of the change that is open. */
  readonly current: number | undefined;
  readonly open: (number: number | undefined) => void;
  /** Decide the change, and open the next that waits. */
  readonly decide: (number: number, decision: Decision) => void;
  readonly acceptRest: () => void;
  /** Take the last decision back; nothing where there is none. */
  readonly undo: (() => void) | undefined;
}

export function useDecisions(jobId: string, choices: readonly Choice[]): Deciding {
  const { person } = useSession();
  // The library forgets all that is kept under this beginning when its user signs out.
  const key = `careerlens-jobs:${person.uid}:decisions:${jobId}`;
  const [history, setHistory] = useState<readonly Decisions[]>(() => [read(key)]);
  const decisions = history.at(-1) ?? {};
  const [current, open] = useState(() => nextOf(choices, decisions));

  const change = (next: Decisions): void => {
    setHistory([...history, next]);
    write(key, next);
    open(nextOf(choices, next, current));
  };
  const undo = (): void => {
    const [back = {}] = history.slice(-2, -1);
    const undone = choices.find(({ number }) => decisions[number] !== back[number]);
    setHistory(history.slice(0, -1));
    write(key, back);
    open(undone?.number ?? current);
  };
  const acceptRest = (): void => {
    const rest = choices.filter(({ number }) => !decisions[number]);
    const accepted = rest.map(({ number }) => [number, { is: "accepted" }] as const);
    change({ ...decisions, ...Object.fromEntries(accepted) });
  };
  return {
    choices,
    decisions,
    current,
    open,
    decide(number, decision) {
      change({ ...decisions, [number]: decision });
    },
    acceptRest,
    undo: history.length > 1 ? undo : undefined,
  };
}

/** Return the change that is to be decided next: the first that waits behind one, or from the top. */
export function nextOf(
  choices: readonly Choice[],
  decisions: Decisions,
  behind = 0,
): number | undefined {
  const waiting = choices.filter(({ number }) => !decisions[number]);
  return (waiting.find(({ number }) => number > behind) ?? waiting[0])?.number;
}

/** Read what is kept; storage may be forbidden, or hold what another version wrote. */
function read(key: string): Decisions {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as unknown;
    return typeof kept === "object" && kept !== null ? (kept as Decisions) : {};
  } catch {
    return {};
  }
}

function write(key: string, decisions: Decisions): void {
  try {
    localStorage.setItem(key, JSON.stringify(decisions));
  } catch {
    // It lasts as long as the page.
  }
}
