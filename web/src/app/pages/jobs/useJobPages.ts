/** The pages of a list as the API has them: the first one, and older ones as they are asked for. */
import { useCallback, useState } from "react";

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

/** Read a list page by page; another filter is another component's list. */
export function useJobPages(filter: ListFilter): JobPages {
  const read = useReadPage(filter);
  const [first, readAgain] = useAsync(useCallback(() => read(), [read]));
  const [older, setOlder] = useState<readonly Page[]>([]);
  const more = useAttempt();
  const pages = first.value ? [first.value, ...older] : [];
  const nextCursor = pages.at(-1)?.nextCursor;
  const readNext = async (): Promise<void> => {
    setOlder([...older, await read(nextCursor)]);
  };
  return {
    jobs: pages.flatMap((page) => page.jobs),
    isComplete: first.value !== undefined && nextCursor === undefined,
    hasMore: nextCursor !== undefined,
    readMore: () => void more.run(readNext),
    ...{ first, readAgain, more },
  };
}

/** Return what reads a page; the same function for the same filter. */
function useReadPage({ status, type, tag }: ListFilter): (cursor?: string) => Promise<Page> {
  const { api } = useSession();
  return useCallback(
    (cursor) => {
      if (status === "now") return readUnfinished(api, { type, tag });
      return api.list({ status, type, tag, cursor });
    },
    [api, status, type, tag],
  );
}

/** Read what has not ended: few, so that it is one page. */
async function readUnfinished(api: AppApi, filter: ListFilter): Promise<Page> {
  const pages = await Promise.all(
    ["queued", "running"].map((status) => api.list({ ...filter, status })),
  );
  return { jobs: pages.flatMap((page) => page.jobs) };
}
