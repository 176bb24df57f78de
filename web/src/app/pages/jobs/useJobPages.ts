/** The pages of a list as the API has them: the first one, and older ones as they are asked for. */
import { useCallback, useEffect, useEffectEvent, useState, useTransition } from "react";

import type { JobState } from "../../../jobs/index.js";
import type { AppApi } from "../../api.js";
import { useSession } from "../../auth/signIn.js";
import { useAsync, type AsyncState } from "../../useAsync.js";
import { useAttempt, type Attempt } from "../../useAttempt.js";
import type { ListFilter } from "./jobList.js";

interface Page {
  readonly jobs: readonly JobState[];
  readonly nextCursor?: string | undefined;
}

/** The pages that were read so far. */
export interface JobPages {
  readonly jobs: readonly JobState[];
  /** Whether there are no older jobs. */
  readonly isComplete: boolean;
  readonly first: AsyncState<Page>;
  readonly readAgain: () => void;
  readonly hasMore: boolean;
  readonly readMore: () => void;
  readonly more: Attempt;
}

/** So many of the user's newest jobs are live; what falls out of them is read in pages. */
export const LIVE = 50;
/** So many pages are read to reach those that are there; where that is too few, they are left out. */
const MOST_NEWER = 4;

/**
 * Read a list page by page; another filter is another component's list.
 *
 * @param live The user's newest jobs, whatever the filter. Where all of them are newer than what was
 *   read, there may be others between: then the newest pages are read again.
 */
export function useJobPages(filter: ListFilter, live: readonly JobState[]): JobPages {
  const read = useReadPage(filter);
  const [first, readAgain] = useAsync(useCallback(() => read(), [read]));
  const [changed, setChanged] = useState<readonly Page[]>();
  const [caughtUpTo, setCaughtUpTo] = useState(0);
  const attempt = useAttempt();
  // Drawn in pieces: the list may be moving. Until it is, no other page is read.
  const [isAdding, add] = useTransition();
  const more = { ...attempt, isBusy: attempt.isBusy || isAdding };
  const pages = changed ?? (first.value ? [first.value] : []);
  const nextCursor = pages.at(-1)?.nextCursor;
  const readNext = async (): Promise<void> => {
    const next = await read(nextCursor);
    add(() => {
      setChanged([...pages, next]);
    });
  };
  const catchUp = async (): Promise<void> => {
    const [from, to] = [timeOf(pages[0]?.jobs[0]), timeOf(live[0])];
    const { newer, isJoined } = await readDownTo(read, from);
    setChanged(isJoined ? [...newer, ...pages] : newer);
    setCaughtUpTo(to);
  };
  const oldestLive = live.length < LIVE ? 0 : timeOf(live.at(-1));
  const isBehind = oldestLive > Math.max(timeOf(pages[0]?.jobs[0]), caughtUpTo);
  const isIdle = first.value !== undefined && !more.isBusy && !more.error;
  const onBehind = useEffectEvent(() => void more.run(catchUp));
  useEffect(() => {
    if (isBehind && isIdle) onBehind();
  }, [isBehind, isIdle]);
  return {
    jobs: pages.flatMap((page) => page.jobs),
    isComplete: pages.length > 0 && nextCursor === undefined,
    hasMore: nextCursor !== undefined,
    readMore: () => void more.run(readNext),
    ...{ first, readAgain, more },
  };
}

function timeOf(job: JobState | undefined): number {
  return job?.createdAt.getTime() ?? 0;
}

/** Read the newest pages until one reaches a time; whether one did. Without a time, only the first. */
async function readDownTo(read: ReadPage, time: number) {
  const newer: Page[] = [];
  const isJoined = (): boolean =>
    time > 0 && newer.some(({ jobs }) => jobs.some((job) => timeOf(job) <= time));
  do newer.push(await read(newer.at(-1)?.nextCursor));
  while (time > 0 && newer.at(-1)?.nextCursor && !isJoined() && newer.length < MOST_NEWER);
  return { newer, isJoined: isJoined() };
}

type ReadPage = (cursor?: string) => Promise<Page>;

/** Return what reads a page; the same function for the same filter. */
function useReadPage({ status, type, tag }: ListFilter): ReadPage {
  const { api } = useSession();
  return useCallback(
    (cursor) => {
      if (status === "now") return readUnfinished(api, { type, tag });
      return api.list({ status, type, tag, cursor, limit: String(LIVE) });
    },
    [api, status, type, tag],
  );
}

/** Read what has not ended: few, so that it is one page. */
async function readUnfinished(api: AppApi, filter: ListFilter): Promise<Page> {
  const pages = await Promise.all(
    ["queued", "running", "suspended"].map((status) => api.list({ ...filter, status })),
  );
  return { jobs: pages.flatMap((page) => page.jobs) };
}
