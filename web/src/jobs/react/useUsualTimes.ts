"use client";
/** How long jobs usually take, as React reads it. */
import { useEffect, useState } from "react";

import { GOOD_FOR_MS, readUsualTimes } from "../client/usualTimes.js";
import type { UsualTimes } from "../model/eta.js";
import { useJobsClient, useUser } from "./JobsProvider.js";

const NOTHING_KNOWN: UsualTimes = {};

/**
 * Return how long jobs of each type usually take; nothing of those of which too little is known, nor
 * before the server has said it, nor where it does not answer.
 *
 * @param isWanted False: it is not asked for, as while no job is under way.
 */
export function useUsualTimes(isWanted = true): UsualTimes {
  const client = useJobsClient();
  const user = useUser(client);
  const isAsked = isWanted && !!user;
  const [times, setTimes] = useState(NOTHING_KNOWN);
  useEffect(() => {
    if (!isAsked) return undefined;
    let isOver = false;
    const ask = (): void => {
      void readUsualTimes(client).then(
        (known) => {
          if (!isOver) setTimes(known);
        },
        // What was known is as good as before.
        () => undefined,
      );
    };
    ask();
    const timer = setInterval(ask, GOOD_FOR_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [client, isAsked]);
  return times;
}
