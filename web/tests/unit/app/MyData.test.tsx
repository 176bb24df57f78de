/** What the account's page says and does of all that is a user's. */
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { SessionContext, type Session } from "../../../src/app/auth/signIn.js";
import "../../../src/app/menus/Ask.js";
import { keepDraft, readDraft } from "../../../src/app/forms/drafts.js";
import { exported } from "../../../src/app/messages/en/account.js";
import { MyData } from "../../../src/app/pages/account/MyData.js";
import { JobsProvider } from "../../../src/jobs/index.js";
import { Cloud } from "../support/cloud.js";

let cloud: Cloud;

beforeEach(async () => {
  localStorage.clear();
  cloud = new Cloud();
  vi.useFakeTimers();
  await cloud.signIn("ada");
  vi.useRealTimers();
});

afterEach(cleanup);

function show(api: object): void {
  render(
    <SessionContext value={{ api } as unknown as Session}>
      <JobsProvider client={cloud.connect()}>
        <MyData onChange={vi.fn()} />
      </JobsProvider>
    </SessionContext>,
  );
}

it("says how many jobs and schedules were taken along", () => {
  expect(exported(1, 2, "a.json")).toBe("1 job and 2 schedules are in a.json.");
});

it("deletes what was filled in and not sent, too", async () => {
  keepDraft("ada", "answer:a-job", { salary: "My own words" });
  show({ eraseAll: () => Promise.resolve({ jobs: 2, isComplete: true }) });
  fireEvent.click(screen.getByRole("button", { name: "Delete all my data" }));
  expect(await screen.findByText(/^Every job, what repeats, /)).toBeDefined();
  const yes = await screen.findByRole("button", { name: "Delete all" });
  expect(readDraft("ada", "answer:a-job")).toBeDefined();
  await act(() => {
    fireEvent.click(yes);
    return Promise.resolve();
  });
  expect(await screen.findByText("2 jobs are deleted.")).toBeDefined();
  expect(readDraft("ada", "answer:a-job")).toBeUndefined();
});
