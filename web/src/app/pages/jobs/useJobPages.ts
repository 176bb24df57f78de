/** The pages of a list as the API has them: the first one, and older ones as they are asked for. */
import { useCallback, useState } from "react";

import { readJob, type JobState } from "../../../jobs/index.js";
import { useApi } from "../../api.js";
import { useAsync, type AsyncState } from "../../useAsync.js";
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
  readonly moreError: Error | undefined;
}

/** Read a list page by page; another filter is another component's list. */
export function useJobPages({ status, type, tag }: ListFilter): JobPages {
  const api = useApi();
  const read = useCallback(
    async (cursor?: string): Promise<Page> => {
      const { jobs, nextCursor } = await api.list({ status, type, tag, cursor });
      const known = jobs.flatMap(
        (job) => readJob(job as typeof job & Record<string, unknown>) ?? [],
      );
      return { jobs: known, nextCursor };
    },
    [api, status, type, tag],
  );
  const [first, readAgain] = useAsync(useCallback(() => read(), [read]));
  const [more, setMore] = useState<readonly Page[]>([]);
  const [moreError, setMoreError] = useState<Error>();

  const pages = first.value ? [first.value, ...more] : [];
  const nextCursor = pages.at(-1)?.nextCursor;
  const readMore = (): void => {
    setMoreError(undefined);
    read(nextCursor).then(
      (page) => {
        setMore([...more, page]);
      },
      (error: unknown) => {
        setMoreError(error as Error);
      },
    );
  };
  return {
    jobs: pages.flatMap((page) => page.jobs),
    isComplete: first.value !== undefined && nextCursor === undefined,
    ...{ first, readAgain, hasMore: nextCursor !== undefined, readMore, moreError },
  };
}
