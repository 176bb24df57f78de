/** A user's schedules: requests that a job is made of again and again. */
import type { JobsClient } from "./jobClient.js";
import { randomKey } from "./jobSession.js";
import { request } from "./request.js";

/** When jobs are made: every so many hours, or by cron in a time zone; an hour apart at least. */
export type Recurrence =
  | { readonly everyHours: number; readonly startAt?: string }
  | { readonly cron: string; readonly timeZone: string; readonly startAt?: string };

/** What makes a schedule. */
export type NewSchedule = Recurrence & {
  readonly type: string;
  /** The type's own fields. */
  readonly input: object;
  readonly title?: string;
  readonly tags?: readonly string[];
};

/** What may be changed of one; what is absent stays. */
export type ScheduleEdit = Partial<Recurrence> & {
  readonly title?: string;
  readonly isPaused?: boolean;
};

/** A schedule, as the API gives it; times are texts in UTC. */
export interface Schedule {
  readonly scheduleId: string;
  readonly type: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly input: object;
  readonly cron?: string;
  readonly timeZone: string;
  readonly everyHours?: number;
  readonly startAt: string;
  readonly nextAt?: string;
  /** When the next jobs are made; none while it is paused. */
  readonly nextTimes: readonly string[];
  readonly isPaused: boolean;
  /** Why it paused itself. */
  readonly pausedBecause?: string;
  readonly failures: number;
  readonly lastAt?: string;
  readonly lastJobId?: string;
  /** Why no job could be made at `lastAt`. */
  readonly lastProblem?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** All of a user's schedules, the oldest first. @throws JobsApiError */
export async function listSchedules(client: JobsClient): Promise<readonly Schedule[]> {
  const { schedules } = await request<{ schedules: readonly Schedule[] }>(client, "/schedules");
  return schedules;
}

/** Make a schedule; the same key makes one only, however often it is sent. @throws JobsApiError */
export function createSchedule(
  client: JobsClient,
  wanted: NewSchedule,
  key: string = randomKey(),
): Promise<Schedule> {
  const headers = { "Idempotency-Key": key };
  return request(client, "/schedules", { method: "POST", headers, body: JSON.stringify(wanted) });
}

/** Change, pause or resume a schedule. @throws JobsApiError */
export function changeSchedule(
  client: JobsClient,
  scheduleId: string,
  edit: ScheduleEdit,
): Promise<Schedule> {
  return request(client, pathOf(scheduleId), { method: "PATCH", body: JSON.stringify(edit) });
}

/** Delete a schedule; the jobs that it made stay. @throws JobsApiError */
export async function deleteSchedule(client: JobsClient, scheduleId: string): Promise<void> {
  await request(client, pathOf(scheduleId), { method: "DELETE" });
}

function pathOf(scheduleId: string): string {
  return `/schedules/${encodeURIComponent(scheduleId)}`;
}
