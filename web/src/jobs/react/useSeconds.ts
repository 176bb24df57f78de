"use client";
/** The server's time, to the second. */
import { useSyncExternalStore } from "react";

import { serverNow } from "../model/serverClock.js";

/** Return the server's time, to the second. One clock ticks for all of a page. */
export function useSeconds(): Date {
  return new Date(useSyncExternalStore(onTick, second, second));
}

const ticked = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function onTick(listener: () => void): () => void {
  ticked.add(listener);
  timer ??= setInterval(() => {
    for (const each of ticked) each();
  }, 1000);
  return () => {
    ticked.delete(listener);
    if (ticked.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The same number until a second has passed. */
function second(): number {
  return Math.floor(serverNow() / 1000) * 1000;
}
