/** How long jobs usually take, as the server has measured it. */
import type { UsualSpan, UsualTimes } from "../model/eta.js";
import type { JobsClient } from "./jobClient.js";
import { request } from "./request.js";

interface Seconds {
  readonly p50: number;
  readonly p90: number;
}

interface Measured {
  readonly types: Readonly<
    Record<string, { readonly count: number; readonly run: Seconds; readonly wait?: Seconds }>
  >;
}

/** So long what was read is good: the server measures no more often. */
export const GOOD_FOR_MS = 300_000;

const read = new WeakMap<
  JobsClient,
  { readonly at: number; readonly times: Promise<UsualTimes> }
>();

/** Read how long jobs usually take; once in five minutes for a client. @throws JobsApiError */
export function readUsualTimes(client: JobsClient): Promise<UsualTimes> {
  const known = read.get(client);
  if (known && Date.now() - known.at < GOOD_FOR_MS) return known.times;
  const times = request<Measured>(client, "/usual-times").then(timesOf);
  read.set(client, { at: Date.now(), times });
  return times;
}

function timesOf({ types }: Measured): UsualTimes {
  return Object.fromEntries(
    Object.entries(types).map(([type, { count, run, wait }]) => [
      type,
      { count, ...spanOf(run), ...(wait && { wait: spanOf(wait) }) },
    ]),
  );
}

function spanOf({ p50, p90 }: Seconds): UsualSpan {
  return { halfMs: p50 * 1000, mostMs: p90 * 1000 };
}
