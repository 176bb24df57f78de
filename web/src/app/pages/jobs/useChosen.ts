/** Which jobs of a list are chosen, to do something with all of them. */
import { useCallback, useState } from "react";

import type { JobState } from "../../../jobs/index.js";

export interface Chosen {
  /** Whether jobs are being chosen. */
  readonly isOn: boolean;
  readonly ids: ReadonlySet<string>;
  readonly begin: () => void;
  readonly toggle: (jobId: string) => void;
  readonly all: () => void;
  readonly end: () => void;
}

export function useChosen(jobs: readonly JobState[]): Chosen {
  const [ids, setIds] = useState<ReadonlySet<string>>();
  const toggle = useCallback((jobId: string) => {
    setIds((before = new Set()) => {
      const after = new Set(before);
      if (!after.delete(jobId)) after.add(jobId);
      return after;
    });
  }, []);
  return {
    isOn: ids !== undefined,
    ids: ids ?? new Set(),
    begin: () => {
      setIds(new Set());
    },
    toggle,
    all: () => {
      setIds(new Set(jobs.map(({ jobId }) => jobId)));
    },
    end: () => {
      setIds(undefined);
    },
  };
}
