/** Schedules as the library has them: read, made once a key, changed, deleted; another user's anew. */
import { act } from "@testing-library/react";
import { expect, it } from "vitest";

import { createSchedule, useSchedules } from "../../../src/jobs/schedules.js";
import { settle } from "../support/cloud.js";
import { renderBelow, signedIn } from "../support/signedIn.js";

const here = signedIn();
const WANTED = { type: "a-type", input: { word: "x" }, everyHours: 6 } as const;
const SCHEDULE = { scheduleId: "0123456789abcdef", title: "Mine", nextTimes: [] };

const shown = () => renderBelow(here.client, () => useSchedules());

it("reads the list, says why it could not, and reads another user's from the beginning", async () => {
  const result = await shown();
  expect(result.current.schedules).toBeUndefined();
  await act(() => here.cloud.take().answer(503, { code: "unavailable", detail: "Later." }));
  expect(result.current.error?.message).toBe("Later.");
  act(() => {
    result.current.reload();
  });
  await act(settle);
  await act(() => here.cloud.take().answer(200, { schedules: [SCHEDULE] }));
  expect(result.current).toMatchObject({ schedules: [SCHEDULE], error: undefined });
  await act(() => here.cloud.signIn("bob"));
  expect(result.current.schedules).toBeUndefined();
});

it("changes and deletes one, and reads the list again", async () => {
  const result = await shown();
  await act(() => here.cloud.take().answer(200, { schedules: [SCHEDULE] }));
  const changed = result.current.change(SCHEDULE.scheduleId, { isPaused: true });
  await settle();
  const change = here.cloud.take();
  expect([change.method, change.path]).toEqual(["PATCH", `/api/schedules/${SCHEDULE.scheduleId}`]);
  await act(() => change.answer(200, { ...SCHEDULE, isPaused: true }));
  expect(await changed).toMatchObject({ isPaused: true });
  await act(settle);
  await act(() => here.cloud.take().answer(200, { schedules: [{ ...SCHEDULE, isPaused: true }] }));
  expect(result.current.schedules).toMatchObject([{ isPaused: true }]);
  const removed = result.current.remove(SCHEDULE.scheduleId);
  await settle();
  const removal = here.cloud.take();
  expect(removal.method).toBe("DELETE");
  await act(() => removal.answer(204));
  await removed;
  await act(settle);
  await act(() => here.cloud.take().answer(200, { schedules: [] }));
  expect(result.current.schedules).toEqual([]);
});

it("sends a key with each new one", async () => {
  createSchedule(here.client, WANTED, "a key").catch(() => undefined);
  createSchedule(here.client, WANTED).catch(() => undefined);
  await settle();
  const [first, second] = [here.cloud.take(), here.cloud.take()];
  expect([first.method, first.path]).toEqual(["POST", "/api/schedules"]);
  expect(first.headers["Idempotency-Key"]).toBe("a key");
  expect(second.headers["Idempotency-Key"]).toMatch(/^\d+(-\d+){3}$/);
});
