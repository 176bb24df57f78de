/** Schedules as the library has them: read, made once a key, changed, deleted; another user's anew. */
import { act, cleanup, renderHook } from "@testing-library/react";
import { createElement, type ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { JobsClient } from "../../../src/jobs/client/jobClient.js";
import { JobsProvider } from "../../../src/jobs/index.js";
import { createSchedule, useSchedules } from "../../../src/jobs/schedules.js";
import { Cloud, settle } from "../support/cloud.js";
import { at } from "../support/documents.js";

let cloud: Cloud;
let client: JobsClient;
const WANTED = { type: "a-type", input: { word: "x" }, everyHours: 6 } as const;
const SCHEDULE = { scheduleId: "0123456789abcdef", title: "Mine", nextTimes: [] };

beforeEach(async () => {
  vi.useFakeTimers({ now: Date.parse(at(0)) });
  localStorage.clear();
  cloud = new Cloud();
  client = cloud.connect();
  await cloud.signIn("ada");
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function shown() {
  const wrapper = ({ children }: { readonly children: ReactNode }) =>
    createElement(JobsProvider, { client }, children);
  const hook = renderHook(() => useSchedules(), { wrapper });
  await act(settle);
  return hook.result;
}

it("reads the list, says why it could not, and reads another user's from the beginning", async () => {
  const result = await shown();
  expect(result.current.schedules).toBeUndefined();
  await act(() => cloud.take().answer(503, { code: "unavailable", detail: "Later." }));
  expect(result.current.error?.message).toBe("Later.");
  act(() => {
    result.current.reload();
  });
  await act(settle);
  await act(() => cloud.take().answer(200, { schedules: [SCHEDULE] }));
  expect(result.current).toMatchObject({ schedules: [SCHEDULE], error: undefined });
  await act(() => cloud.signIn("bob"));
  expect(result.current.schedules).toBeUndefined();
});

it("changes and deletes one, and reads the list again", async () => {
  const result = await shown();
  await act(() => cloud.take().answer(200, { schedules: [SCHEDULE] }));
  const changed = result.current.change(SCHEDULE.scheduleId, { isPaused: true });
  await settle();
  const change = cloud.take();
  expect([change.method, change.path]).toEqual(["PATCH", `/api/schedules/${SCHEDULE.scheduleId}`]);
  await act(() => change.answer(200, { ...SCHEDULE, isPaused: true }));
  expect(await changed).toMatchObject({ isPaused: true });
  await act(settle);
  await act(() => cloud.take().answer(200, { schedules: [{ ...SCHEDULE, isPaused: true }] }));
  expect(result.current.schedules).toMatchObject([{ isPaused: true }]);
  const removed = result.current.remove(SCHEDULE.scheduleId);
  await settle();
  const removal = cloud.take();
  expect(removal.method).toBe("DELETE");
  await act(() => removal.answer(204));
  await removed;
  await act(settle);
  await act(() => cloud.take().answer(200, { schedules: [] }));
  expect(result.current.schedules).toEqual([]);
});

it("sends a key with each new one", async () => {
  createSchedule(client, WANTED, "a key").catch(() => undefined);
  createSchedule(client, WANTED).catch(() => undefined);
  await settle();
  const [first, second] = [cloud.take(), cloud.take()];
  expect([first.method, first.path]).toEqual(["POST", "/api/schedules"]);
  expect(first.headers["Idempotency-Key"]).toBe("a key");
  expect(second.headers["Idempotency-Key"]).toMatch(/^\d+(-\d+){3}$/);
});
