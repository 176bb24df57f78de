/** The page of what repeats: what it shows of a schedule, and what its form sends. */
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { SessionContext, type Session } from "../../../../../src/app/auth/signIn.js";
import "../../../../../src/app/menus/Ask.js";
import RepeatingPage from "../../../../../src/app/pages/repeating/RepeatingPage.js";
import { JobsProvider } from "../../../../../src/jobs/index.js";
import { Cloud, settle } from "../../../support/cloud.js";
import { at, queued, suspended } from "../../../support/documents.js";

const TIMES = ["2026-12-07T07:00:00Z", "2026-12-14T07:00:00Z", "2026-12-21T07:00:00Z"];
const WEEKLY = {
  ...{ scheduleId: "0123456789abcdef", type: "a-type", title: "Every Monday", nextTimes: TIMES },
  ...{ cron: "0 8 * * 1", timeZone: "Europe/Berlin", isPaused: false, failures: 0 },
};
let cloud: Cloud;

beforeEach(async () => {
  vi.useFakeTimers({ now: Date.parse(at(0)) });
  localStorage.clear();
  cloud = new Cloud();
  await cloud.signIn("ada");
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function show(schedules: readonly object[], from?: string, fields = {}): Promise<void> {
  const input = { word: "x" };
  const read = () => Promise.resolve({ ...queued(), title: "My job", input, ...fields });
  const session = { api: { read } } as unknown as Session;
  render(
    <SessionContext value={session}>
      <JobsProvider client={cloud.connect()}>
        <main id="main" tabIndex={-1}>
          <RepeatingPage from={from} />
        </main>
      </JobsProvider>
    </SessionContext>,
  );
  await act(settle);
  await act(() => cloud.take().answer(200, { schedules }));
}

it("shows when, the next three times, and what can be done", async () => {
  await show([WEEKLY]);
  expect(screen.getByText("Every week on Monday at 08:00 (Europe/Berlin)")).toBeTruthy();
  expect(document.querySelectorAll("time")).toHaveLength(3);
  fireEvent.click(screen.getByRole("button", { name: "Pause" }));
  await act(settle);
  const request = cloud.take();
  expect([request.method, request.body]).toEqual(["PATCH", { isPaused: true }]);
});

it("shows its last job as the lists do", async () => {
  const asks = suspended(4);
  await show([{ ...WEEKLY, lastJobId: asks["jobId"] }]);
  await act(() => cloud.show([asks]));
  await act(() => cloud.showOne(asks));
  expect(document.querySelector("[data-glyph=turn]")).toBeTruthy();
});

it("says why one has paused itself, and why no job could be made", async () => {
  const why = "Paused after 3 failures in a row.";
  const paused = { ...WEEKLY, isPaused: true, pausedBecause: why, nextTimes: [] };
  const refused = { ...WEEKLY, scheduleId: "f", everyHours: 6, lastProblem: "A limit." };
  await show([paused, refused]);
  expect(screen.getByText(why)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Resume" })).toBeTruthy();
  expect(screen.getByText("Every 6 hours")).toBeTruthy();
  expect(screen.getByRole("alert").textContent).toContain("A limit.");
});

it("leads to the jobs where there is nothing", async () => {
  await show([]);
  expect(screen.getByRole("link", { name: "To my jobs" })).toBeTruthy();
});

it("makes one from a job, and shows what is wrong with a field", async () => {
  await show([], "ada:a-type:1:2");
  fireEvent.change(screen.getByLabelText("How often"), { target: { value: "cron" } });
  const cron = screen.getByLabelText("Minute, hour, day, month, weekday");
  fireEvent.change(cron, { target: { value: "0 0 30 2 *" } });
  fireEvent.click(screen.getByRole("button", { name: "Repeat it" }));
  await act(settle);
  const request = cloud.take();
  expect(request.path).toBe("/api/schedules");
  expect(request.body).toMatchObject({
    ...{ title: "My job", input: { word: "x" }, cron: "0 0 30 2 *" },
  });
  const key = request.headers["Idempotency-Key"];
  expect(key).toMatch(/^\d+(-\d+){3}$/);
  const violations = [{ field: "cron", message: "Must be a time that a calendar has." }];
  const refusal = { code: "invalid-argument", detail: "The request is not valid.", violations };
  await act(() => request.answer(400, refusal));
  expect(screen.getByRole("alert").textContent).toBe("Must be a time that a calendar has.");
  await act(settle);
  cloud.requests.length = 0;
  fireEvent.change(cron, { target: { value: "0 8 * * 1–5" } });
  fireEvent.click(screen.getByRole("button", { name: "Repeat it" }));
  await act(settle);
  const other = cloud.take().headers["Idempotency-Key"];
  expect(other).toMatch(/^\d+(-\d+){3}$/);
  expect(other).not.toBe(key);
});

it("says that a job with a file cannot be repeated", async () => {
  await show([], "ada:a-type:1:2", { file: { name: "cv.pdf" } });
  expect(screen.getByRole("alert").textContent).toContain("paste the text instead");
  expect(screen.queryByRole("button", { name: "Repeat it" })).toBeNull();
});

it("goes on at the page when the form is gone", async () => {
  await show([], "ada:a-type:1:2");
  fireEvent.click(screen.getByRole("button", { name: "Repeat it" }));
  await act(settle);
  await act(() => cloud.take().answer(201, WEEKLY));
  expect(document.activeElement?.id).toBe("main");
});

it("goes on at the page when the form is left", async () => {
  await show([], "ada:a-type:1:2");
  fireEvent.click(screen.getByRole("link", { name: "Leave it" }));
  expect(document.activeElement?.id).toBe("main");
});

it("goes on at the page when one is deleted", async () => {
  await show([WEEKLY]);
  fireEvent.click(screen.getByRole("button", { name: "Delete" }));
  await act(settle);
  const dialog = within(screen.getByRole("alertdialog"));
  fireEvent.click(dialog.getByRole("button", { name: "Delete" }));
  await act(settle);
  const request = cloud.take();
  expect(request.method).toBe("DELETE");
  await act(() => request.answer(204));
  expect(document.activeElement?.id).toBe("main");
});
