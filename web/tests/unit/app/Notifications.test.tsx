/** The tab's title, as it says how many jobs wait for the user. */
import { act, cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { SessionContext, type Session } from "../../../src/app/auth/signIn.js";
import Notifications from "../../../src/app/Notifications.js";
import { JobsProvider } from "../../../src/jobs/react/JobsProvider.js";
import { at, running, suspended } from "../support/documents.js";
import { Cloud, wait } from "../support/cloud.js";

// Before the app is loaded, as in its page; no page names itself here.
vi.hoisted(() => {
  document.title = "CareerLens";
});

const ASKING = { status: "suspended", limit: 20 } as const;
let cloud: Cloud;

beforeEach(async () => {
  vi.useFakeTimers({ now: Date.parse(at(0)) });
  localStorage.clear();
  cloud = new Cloud();
  render(
    <SessionContext value={{ signIn: {}, api: {} } as unknown as Session}>
      <JobsProvider client={cloud.connect()}>
        <Notifications onOpen={() => undefined} />
      </JobsProvider>
    </SessionContext>,
  );
  await act(() => cloud.signIn("ada"));
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("counts what asks, however many newer jobs there are", async () => {
  await act(() => cloud.showList({ limit: 20 }, [running(10, 1)]));
  await act(() => cloud.showList(ASKING, [suspended(2, { jobId: "ada:a:1:b" })]));
  expect(document.title).toBe("(1) CareerLens");
  await act(() => cloud.showList(ASKING, []));
  expect(document.title).toBe("CareerLens");
});

it("counts while the tab is hidden, which is when it is needed", async () => {
  await act(() => cloud.show([running(10, 1)]));
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  const notify = vi.fn();
  vi.stubGlobal("Notification", Object.assign(notify, { permission: "granted" }));
  await act(() => cloud.show([suspended(2)]));
  expect(document.title).toBe("(1) CareerLens");
  await act(() => wait(1_000));
  expect(notify).toHaveBeenCalledOnce();
  await act(() => cloud.show([running(70, 3)]));
  expect(document.title).toBe("CareerLens");
});
