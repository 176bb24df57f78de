"use client";
/** All of the user's jobs, page by page, as React reads them. */
import { useCallback, useEffect, useState } from "react";

import { readPage, type JobsPage, type PageQuery } from "../client/readPage.js";
import type { JobsApiError } from "../model/jobErrors.js";
import type { JobState } from "../model/jobState.js";
import { useJobsClient, useUser } from "./JobsProvider.js";

/** The pages that were read so far. */
export interface JobPages {
  /** Newest first; as they were when they were read. */
  readonly jobs: readonly JobState[];
  readonly isLoading: boolean;
  /** Whether there are older jobs; unknown, so false, before the first page. */
  readonly hasMore: boolean;
  /** Read the next page; nothing while one is being read. */
  readonly loadMore: () => void;
  /** Begin again with the newest jobs. */
  readonly reload: () => void;
  /** Why the last page could not be read; `loadMore` tries again. */
  readonly error: JobsApiError | undefined;
}

interface Reading {
  /** Whose pages, of which list. */
  readonly of: string;
  readonly pages: readonly JobsPage[];
  readonly isLoading: boolean;
  readonly error?: JobsApiError;
}

/** Read a list page by page; another filter, or another user, begins again. */
export function useJobPages(filter: Omit<PageQuery, "cursor"> = {}): JobPages {
  const client = useJobsClient();
  const user = useUser(client);
  const { status, type, tag, batch, limit } = filter;
  const [round, setRound] = useState(0);
  const of = JSON.stringify([user, status, type, tag, batch, limit, round]);
  const [reading, setReading] = useState<Reading>({ of: "", pages: [], isLoading: true });
  const isCurrent = reading.of === of;

  const read = useCallback(
    (pages: readonly JobsPage[]): Promise<Reading> => {
      const cursor = pages.at(-1)?.nextCursor;
      return readPage(client, { status, type, tag, batch, limit, cursor }).then(
        (page) => ({ of, pages: [...pages, page], isLoading: false }),
        (error: unknown) => ({ of, pages, isLoading: false, error: error as JobsApiError }),
      );
    },
    [client, of, status, type, tag, batch, limit],
  );
  useEffect(() => {
    let isOver = !user;
    if (user) {
      void read([]).then((now) => {
        if (!isOver) setReading(now);
      });
    }
    return () => {
      isOver = true;
    };
  }, [read, user]);

  const pages = isCurrent ? reading.pages : [];
  const isLoading = !isCurrent || reading.isLoading;
  const hasMore = pages.at(-1)?.nextCursor !== undefined;
  return {
    jobs: pages.flatMap(({ jobs }) => jobs),
    isLoading: isLoading && !!user,
    hasMore,
    loadMore: () => {
      if (isLoading || !(hasMore || reading.error)) return;
      setReading({ of, pages, isLoading: true });
      void read(pages).then((now) => {
        // What was overtaken by another list is dropped.
        setReading((before) => (before.of === of ? now : before));
      });
    },
    reload: () => {
      setRound((before) => before + 1);
    },
    error: isCurrent ? reading.error : undefined,
  };
}
