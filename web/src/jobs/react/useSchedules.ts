"use client";
/** A user's schedules, as React reads them. */
import { useCallback, useEffect, useState } from "react";

import {
  changeSchedule,
  createSchedule,
  deleteSchedule,
  listSchedules,
  type NewSchedule,
  type Schedule,
  type ScheduleEdit,
} from "../client/schedules.js";
import type { JobsApiError } from "../model/jobErrors.js";
import { useJobsClient, useUser } from "./JobsProvider.js";

/** The schedules as they were when they were last read. */
export interface Schedules {
  /** The oldest first; undefined before the first answer. */
  readonly schedules: readonly Schedule[] | undefined;
  /** Why they could not be read; `reload` tries again. */
  readonly error: JobsApiError | undefined;
  readonly reload: () => void;
  /** Each of these throws a `JobsApiError`, and reads the list again when it is done. */
  readonly create: (wanted: NewSchedule, key?: string) => Promise<Schedule>;
  readonly change: (scheduleId: string, edit: ScheduleEdit) => Promise<Schedule>;
  readonly remove: (scheduleId: string) => Promise<void>;
}

interface Reading {
  readonly of: string;
  readonly schedules?: readonly Schedule[] | undefined;
  readonly error?: JobsApiError | undefined;
}

/** Read the schedules of the signed-in user; another user's from the beginning. */
export function useSchedules(): Schedules {
  const client = useJobsClient();
  const user = useUser(client);
  const of = user ?? "";
  const [round, setRound] = useState(0);
  const [reading, setReading] = useState<Reading>({ of });
  useEffect(() => {
    let isOver = !of;
    if (of)
      void listSchedules(client).then(
        (schedules) => {
          if (!isOver) setReading({ of, schedules });
        },
        (error: unknown) => {
          if (!isOver)
            setReading((before) => ({
              ...(before.of === of && before),
              ...{ of, error: error as JobsApiError },
            }));
        },
      );
    return () => {
      isOver = true;
    };
  }, [client, of, round]);
  const reload = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  const current = reading.of === of ? reading : undefined;
  return {
    schedules: current?.schedules,
    error: current?.error,
    reload,
    create: (wanted, key) => createSchedule(client, wanted, key).finally(reload),
    change: (scheduleId, edit) => changeSchedule(client, scheduleId, edit).finally(reload),
    remove: (scheduleId) => deleteSchedule(client, scheduleId).finally(reload),
  };
}
