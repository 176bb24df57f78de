/** The hooks, against a server and a database that the test holds in its hands. */
import { act, cleanup, renderHook } from "@testing-library/react";
import { createElement, StrictMode, type ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { makeClient, type JobsClient } from "../../../src/jobs/client/jobClient.js";
import { LINGER_MS } from "../../../src/jobs/client/jobView.js";
import { JobsApiError } from "../../../src/jobs/model/jobErrors.js";
import { JobsProvider } from "../../../src/jobs/react/JobsProvider.js";
import {
  useBackgroundJobs,
  type BackgroundJobs,
  type BackgroundJobsOptions,
} from "../../../src/jobs/react/useBackgroundJobs.js";
import { useJob, useJobResult } from "../../../src/jobs/react/useJob.js";
import { startPolling } from "../../../src/jobs/server/polling.js";
import { useJobsByTag } from "../../../src/jobs/react/useJobsByTag.js";
import { at, queued, failed, job, running, succeeded, suspended } from "../support/documents.js";
import { Cloud, wait } from "../support/cloud.js";

let cloud: Cloud;
let client: JobsClient;
const ID = queued()["jobId"] as string;
const OTHER = "ada:career-insights:1763892000001:bbbbbbbb";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(at(0)) });
  localStorage.clear();
  cloud = new Cloud();
  client = cloud.connect();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

interface Rendered {
  readonly result: { readonly current: BackgroundJobs };
  rerender(options: BackgroundJobsOptions): void;
  unmount(): void;
}

function render<Props, Result>(use: (props: Props) => Result, initialProps: Props) {
  const wrapper = ({ children }: { readonly children: ReactNode }) =>
    createElement(StrictMode, null, createElement(JobsProvider, { client }, children));
  return renderHook(use, { wrapper, initialProps });
}

const useList = (options: BackgroundJobsOptions): BackgroundJobs => useBackgroundJobs(options);
const useResult = (jobId: string) => useJobResult(jobId);

/** Show a page with the hook, to a signed-in user. */
async function open(
  options: BackgroundJobsOptions = {},
  uid: string | null = "ada",
): Promise<Rendered> {
  const rendered = render(useList, options);
  await act(() => cloud.signIn(uid));
  return rendered;
}

/** Close the page, and open it again: what is not in localStorage is gone. */
async function reopen(page: Rendered, options: BackgroundJobsOptions): Promise<Rendered> {
  page.unmount();
  await wait(2_000);
  cloud.listening.length = 0;
  client = cloud.connect();
  return open(options);
}

const show = (...args: Parameters<Cloud["show"]>) => act(() => cloud.show(...args));
const later = (milliseconds: number) => act(() => wait(milliseconds));
const states = (page: Pick<Rendered, "result">) => page.result.current.jobs.map((job) => job.state);
const connection = (page: Rendered) => page.result.current.connection;

it("shows the jobs that the listener brings, newest first", async () => {
  const page = await open();
  expect(page.result.current).toMatchObject({ jobs: [], isKnown: false });
  expect(connection(page).state).toBe("connecting");
  await show([queued(), running(10, 1, { jobId: OTHER, createdAt: at(5) })]);
  expect(page.result.current.jobs.map((job) => job.jobId)).toEqual([OTHER, ID]);
  expect(connection(page)).toEqual({ state: "live", isCached: false, isBlocked: false });
});

it("filters by status and limit, with one listener for all components of one filter", async () => {
  render(useList, { status: "running", limit: 5 });
  await open({ status: "running", limit: 5 });
  expect(cloud.listeners.map((each) => each.target)).toEqual([{ status: "running", limit: 5 }]);
});

it("shows what the device has cached, and says so", async () => {
  const page = await open();
  await show([running(10, 1)], true);
  expect(states(page)).toEqual(["running"]);
  expect(connection(page)).toMatchObject({ state: "connecting", isCached: true });
});

it("never goes back to an older version, from whatever source", async () => {
  const onProgress = vi.fn();
  const page = await open({ onProgress });
  await show([running(50, 5)]);
  await show([running(30, 3)], true);
  expect(page.result.current.jobs[0]).toMatchObject({ progress: { percent: 50 } });
  expect(onProgress).toHaveBeenCalledOnce();
});

it("notifies of progress once for each step", async () => {
  const onProgress = vi.fn();
  await open({ onProgress });
  await show([running(10, 1)]);
  await show([running(10, 1, { updatedAt: at(9) })]);
  await show([running(20, 2)]);
  expect(onProgress.mock.calls.map(([, progress]) => (progress as { seq: number }).seq)).toEqual([
    1, 2,
  ]);
});

it("notifies of an end once, and not again after a reload", async () => {
  const onComplete = vi.fn();
  const page = await open({ onComplete });
  await show([running(10, 1)]);
  await show([succeeded(2)]);
  await show([succeeded(2, { updatedAt: at(99) })]);
  expect(onComplete).toHaveBeenCalledOnce();
  await reopen(page, { onComplete });
  await show([running(10, 1)], true);
  await show([succeeded(2)]);
  expect(onComplete).toHaveBeenCalledOnce();
});

it("notifies of an end that came while the page was closed", async () => {
  const onComplete = vi.fn();
  const page = await open({ onComplete });
  await show([running(10, 1)]);
  await reopen(page, { onComplete });
  await show([succeeded(2)]);
  expect(onComplete).toHaveBeenCalledExactlyOnceWith(
    ID,
    { type: "skill-gap-analysis", data: {}, summary: "Two gaps found." },
    expect.objectContaining({ jobId: ID }),
  );
});

it("notifies of nothing that had ended before this device knew the user", async () => {
  const onComplete = vi.fn();
  await open({ onComplete });
  await show([succeeded(2, { finishedAt: at(-60) })]);
  expect(onComplete).not.toHaveBeenCalled();
});

it("reports a failure to onError, and the success of its retry to onComplete", async () => {
  const [onComplete, onError] = [vi.fn(), vi.fn()];
  await open({ onComplete, onError });
  await show([running(10, 1)]);
  await show([failed(1)]);
  await show([queued({ progress: { percent: 0, message: "", seq: 2 } })]);
  await show([succeeded(5, { finishedAt: at(90) })]);
  expect([onError, onComplete].map((each) => each.mock.calls.length)).toEqual([1, 1]);
});

it("notifies of nothing after unmount; the next page does", async () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const page = await open({ onComplete: first });
  await show([running(10, 1)]);
  page.unmount();
  await show([succeeded(2)]);
  expect(first).not.toHaveBeenCalled();
  await open({ onComplete: second });
  await later(0);
  expect(second).toHaveBeenCalledOnce();
});

it("calls the newest callbacks", async () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const page = await open({ onComplete: first });
  await show([running(10, 1)]);
  page.rerender({ onComplete: second });
  await show([succeeded(2)]);
  expect([first, second].map((each) => each.mock.calls.length)).toEqual([0, 1]);
});

it("notifies in one of two tabs", async () => {
  // Neither tab sees what the other one writes, as between processes for a moment.
  vi.stubGlobal("localStorage", undefined);
  const held = new Set<string>();
  const request = async (name: string, _: object, work: (lock: object | null) => unknown) => {
    if (held.has(name)) return work(null);
    held.add(name);
    await work({});
    return held.delete(name);
  };
  vi.stubGlobal("navigator", { onLine: true, locks: { request } });
  const [one, two] = [vi.fn(), vi.fn()];
  await open({ onComplete: one });
  const other = new Cloud();
  client = other.connect();
  render(useList, { onComplete: two });
  await act(() => other.signIn("ada"));
  await show([running(10, 1)]);
  await act(() => other.show([running(10, 1)]));
  await show([succeeded(2)]);
  await act(() => other.show([succeeded(2)]));
  expect(one.mock.calls.length + two.mock.calls.length).toBe(1);
});

it("follows a job that left a filtered list to its end, and notifies of it", async () => {
  const onComplete = vi.fn();
  const page = await open({ status: "running", onComplete });
  await show([running(10, 1)]);
  await show([]);
  expect(states(page)).toEqual([]);
  await act(() => cloud.showOne(succeeded(2)));
  expect(onComplete).toHaveBeenCalledOnce();
  await later(2_000);
  expect(cloud.listeners.map((each) => each.target)).toEqual([{ status: "running", limit: 20 }]);
});

it("polls at once where listening is refused, spaced as the server says, with its ETag", async () => {
  const page = await open();
  await act(() => cloud.refuse());
  expect(connection(page).state).toBe("polling");
  const list = cloud.take();
  expect([list.path, list.headers["Authorization"]]).toEqual([
    "/api/jobs?limit=20",
    "Bearer token",
  ]);
  await act(() => list.answer(200, { jobs: [running(10, 1)] }));
  const first = cloud.take();
  expect(first.path).toBe(`/api/jobs/${ID}/status`);
  await act(() => first.answer(200, running(20, 2), { ETag: '"a"', "Retry-After": "3" }));
  expect(page.result.current.jobs[0]).toMatchObject({ progress: { percent: 20 } });
  await later(2_900);
  expect(cloud.requests).toEqual([]);
  await later(100);
  const second = cloud.take();
  expect(second.headers["If-None-Match"]).toBe('"a"');
  await act(() => second.answer(304, undefined, { "Retry-After": "99" }));
  await later(9_900);
  expect(cloud.requests.filter((each) => each.path.includes("status"))).toEqual([]);
  await later(100);
  expect(cloud.requests.map((each) => each.path)).toContain(`/api/jobs/${ID}/status`);
});

it("polls after 15 s of silence, and listens again by itself", async () => {
  const page = await open();
  await later(14_900);
  expect(connection(page).state).toBe("connecting");
  await later(100);
  expect(connection(page).state).toBe("polling");
  await act(() => cloud.take().answer(200, { jobs: [queued()] }));
  expect(connection(page)).toEqual({ state: "polling", isCached: false, isBlocked: true });
  await show([running(10, 1)]);
  expect(connection(page).state).toBe("live");
  cloud.requests.length = 0;
  await later(12_000);
  expect(cloud.requests).toEqual([]);
});

it("subscribes anew while it polls", async () => {
  await open();
  await act(() => cloud.refuse());
  const before = cloud.listening.length;
  await later(15_000);
  expect(cloud.listening.length).toBe(before + 1);
  expect(cloud.listeners.length).toBe(1);
});

it("takes a listener that is silent about a running job for 15 s for dead, even if it was live", async () => {
  const page = await open();
  await show([running(10, 1)]);
  await later(14_900);
  expect(connection(page).state).toBe("live");
  await later(100);
  expect(connection(page).state).toBe("polling");
});

it("lets a listener be silent where nothing runs", async () => {
  const page = await open();
  await show([queued()]);
  await later(600_000);
  expect(connection(page).state).toBe("live");
});

it("says that it is offline, keeps what it knows, and comes back with the network", async () => {
  const page = await open();
  await show([running(10, 1)]);
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  act(() => void dispatchEvent(new Event("offline")));
  await later(0);
  expect(connection(page)).toMatchObject({ state: "offline", isCached: true });
  expect(states(page)).toEqual(["running"]);
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(true);
  const before = cloud.listening.length;
  act(() => void dispatchEvent(new Event("online")));
  await later(0);
  expect(cloud.listening.length).toBe(before + 1);
  await show([running(20, 2)]);
  expect(connection(page)).toEqual({ state: "live", isCached: false, isBlocked: false });
});

it("takes the browser's word for no network for a hint only", async () => {
  const page = await open();
  await show([queued()]);
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  await later(6_000);
  act(() => void document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  expect(connection(page).state).toBe("live");
  act(() => void dispatchEvent(new Event("offline")));
  await later(0);
  expect(connection(page).state).toBe("offline");
  await show([queued()]);
  expect(connection(page)).toEqual({ state: "live", isCached: false, isBlocked: false });
});

it("stays offline until something has arrived, whatever the browser says", async () => {
  const page = await open();
  await act(() => cloud.refuse());
  await act(() => cloud.take().breakOff());
  act(() => void dispatchEvent(new Event("pageshow")));
  act(() => void dispatchEvent(new Event("online")));
  await later(0);
  expect(connection(page).state).toBe("offline");
});

it.each([86_400_000, -86_400_000])("wakes up although its clock was set by %i ms", async (by) => {
  await open();
  await show([queued()]);
  const before = cloud.listening.length;
  vi.setSystemTime(Date.now() + by);
  act(() => void dispatchEvent(new Event("pageshow")));
  await later(0);
  expect(cloud.listening.length).toBe(before + 1);
});

it("is offline, too, where polling gets no answer at all", async () => {
  const page = await open();
  await act(() => cloud.refuse());
  await act(() => cloud.take().breakOff());
  expect(connection(page).state).toBe("offline");
  await later(1_000);
  await act(() => cloud.take().answer(200, { jobs: [] }));
  expect(connection(page).state).toBe("polling");
});

it("listens anew when the page wakes up, unless something has just arrived", async () => {
  await open();
  await show([queued()]);
  const before = cloud.listening.length;
  act(() => void dispatchEvent(new Event("pageshow")));
  await later(6_000);
  expect(cloud.listening.length).toBe(before);
  act(() => void document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await later(0);
  expect(cloud.listening.length).toBe(before + 1);
});

it("stops listening a moment after the last look", async () => {
  const page = await open();
  page.unmount();
  expect(cloud.listeners.length).toBe(1);
  await later(1_000);
  expect(cloud.listeners.length).toBe(0);
});

const SUBMISSION = { type: "skill-gap-analysis", targetRole: "Data Engineer" } as const;

it("shows a created job at once, and one job for it whatever brings it first", async () => {
  const page = await open();
  await show([]);
  let created: Promise<unknown> = Promise.resolve();
  act(() => void (created = page.result.current.createJob(SUBMISSION)));
  await later(0);
  expect(page.result.current.jobs).toMatchObject([{ state: "queued", pending: "create" }]);
  await show([queued()]);
  expect(page.result.current.jobs.map((job) => job.jobId)).toEqual([ID]);
  await act(() => cloud.take().answer(202, queued()));
  await expect(created).resolves.toBe(ID);
  expect(page.result.current.jobs.map((job) => job.jobId)).toEqual([ID]);
});

it("shows a created job until a listener has brought it, too", async () => {
  const page = await open();
  await show([]);
  act(() => void page.result.current.createJob(SUBMISSION));
  await later(0);
  await act(() => cloud.take().answer(202, queued()));
  await show([]);
  expect(page.result.current.jobs.map((job) => job.jobId)).toEqual([ID]);
});

it("makes one job of a double click", async () => {
  const page = await open();
  act(() => {
    void page.result.current.createJob(SUBMISSION);
    void page.result.current.createJob({ ...SUBMISSION });
  });
  await later(0);
  await act(() => cloud.take().answer(202, queued()));
  act(() => void page.result.current.createJob(SUBMISSION));
  await later(0);
  expect(cloud.requests).toEqual([]);
  await later(1_000);
  act(() => void page.result.current.createJob(SUBMISSION));
  await later(0);
  expect(cloud.requests.length).toBe(1);
});

it("sends what was not answered under the same key again, what was refused under another", async () => {
  const page = await open();
  await show([]);
  const keys: unknown[] = [];
  const send = async (end: (request: ReturnType<Cloud["take"]>) => Promise<void>) => {
    let refused: Promise<unknown> = Promise.resolve();
    act(() => void (refused = page.result.current.createJob(SUBMISSION).catch(() => undefined)));
    await later(0);
    const request = cloud.take();
    keys.push(request.headers["Idempotency-Key"]);
    await act(() => end(request));
    await refused;
    await later(1);
  };
  await send((request) => request.breakOff());
  await send(() => wait(30_000));
  await send((request) => request.answer(400, { code: "invalid-argument", detail: "No." }));
  await send((request) => request.answer(202, queued()));
  expect([keys[1], keys[2]]).toEqual([keys[0], keys[0]]);
  expect(keys[3]).not.toBe(keys[2]);
});

it("takes a refused job back, and says why in a type", async () => {
  const page = await open();
  await show([]);
  let refused: Promise<unknown> = Promise.resolve();
  act(
    () =>
      void (refused = page.result.current.createJob(SUBMISSION).catch((error: unknown) => error)),
  );
  await later(0);
  const problem = {
    code: "resource-exhausted",
    detail: "Too fast.",
    requestId: "r1",
    violations: [{ field: "targetRole", message: "Long." }],
  };
  await act(() => cloud.take().answer(429, problem, { "Retry-After": "7" }));
  const error = await refused;
  expect(error).toBeInstanceOf(JobsApiError);
  expect(error).toMatchObject({
    name: "JobsApiError",
    message: "Too fast.",
    code: "resource-exhausted",
    status: 429,
    requestId: "r1",
    retryAfterSeconds: 7,
    violations: problem.violations,
  });
  expect(page.result.current.jobs).toEqual([]);
});

it("replaces a token that was refused by a fresh one, once", async () => {
  const page = await open();
  await show([running(10, 1)]);
  let refused: Promise<unknown> = Promise.resolve();
  act(() => void (refused = page.result.current.cancelJob(ID).catch((error: unknown) => error)));
  await later(0);
  await act(() => cloud.take().answer(401, { code: "unauthenticated", detail: "Old." }));
  const second = cloud.take();
  expect(second.headers["Authorization"]).toBe("Bearer fresh");
  await act(() => second.answer(401, { code: "unauthenticated", detail: "Old." }));
  expect(await refused).toMatchObject({ code: "unauthenticated" });
  expect(cloud.requests).toEqual([]);
});

it.each([
  ["cancelJob", running(10, 1), { isCancelling: true }, { isCancelling: false }],
  ["retryJob", failed(1), { state: "queued" }, { state: "failed" }],
] as const)(
  "%s is shown at once, and taken back if it is refused",
  async (action, fields, shown, after) => {
    const page = await open();
    await show([fields]);
    act(() => void page.result.current[action](ID).catch(() => undefined));
    await later(0);
    expect(page.result.current.jobs[0]).toMatchObject(shown);
    const request = cloud.take();
    expect([request.method, request.path]).toEqual([
      "POST",
      `/api/jobs/${ID}/${action.slice(0, -3)}`,
    ]);
    await act(() => request.answer(409, { code: "failed-precondition", detail: "Too late." }));
    expect(page.result.current.jobs[0]).toMatchObject(after);
  },
);

it("notifies of no end that is only pending", async () => {
  const onError = vi.fn();
  const page = await open({ onError });
  await show([queued()]);
  act(() => void page.result.current.cancelJob(ID));
  await later(0);
  expect(states(page)).toEqual(["cancelled"]);
  await show([failed(2)]);
  expect(onError).toHaveBeenCalledOnce();
});

it("hides a dismissed job on this device, until it is retried", async () => {
  let page = await open();
  await show([failed(1)]);
  act(() => {
    page.result.current.dismissJob(ID);
  });
  expect(states(page)).toEqual([]);
  page = await reopen(page, {});
  await show([failed(1)]);
  expect(states(page)).toEqual([]);
  page.rerender({ includeDismissed: true });
  expect(states(page)).toEqual(["failed"]);
  page.rerender({});
  act(() => void page.result.current.retryJob(ID));
  await later(0);
  expect(states(page)).toEqual(["queued"]);
});

it("leaves nothing of a user who signs out, here or on the device", async () => {
  const onComplete = vi.fn();
  const page = await open({ onComplete });
  await show([running(10, 1)]);
  expect(localStorage.length).toBe(1);
  await act(() => cloud.signIn(null));
  expect(page.result.current).toMatchObject({ jobs: [], connection: { state: "signed-out" } });
  expect([localStorage.length, cloud.listeners.length]).toEqual([0, 0]);
  expect(onComplete).not.toHaveBeenCalled();
});

it("shows another user who signs in only their own, and answers to the first one nowhere", async () => {
  const page = await open();
  await show([running(10, 1)]);
  act(() => void page.result.current.createJob(SUBMISSION).catch(() => undefined));
  await later(0);
  await act(() => cloud.signIn("bob"));
  expect(page.result.current.jobs).toEqual([]);
  await act(() => cloud.take().answer(202, queued({ jobId: OTHER })));
  expect(page.result.current.jobs).toEqual([]);
  expect(cloud.listeners.map((each) => each.uid)).toEqual(["bob"]);
  expect(Object.keys(localStorage).filter((key) => key.includes("ada"))).toEqual([]);
});

it("deletes what an earlier user left on the device, also if that was while no page was open", async () => {
  localStorage.setItem("careerlens-jobs:eve:state", "{}");
  localStorage.setItem("careerlens-jobs:adam:jobs", "[]");
  localStorage.setItem("another-library", "kept");
  await open();
  expect(Object.keys(localStorage)).toEqual(["another-library", "careerlens-jobs:ada:state"]);
});

describe("a user whom the application names", () => {
  const NAMED = { userId: "grace", authToken: "named" };

  it("is polled for with their token: a mode, and no fault", async () => {
    const page = await open(NAMED, null);
    expect(cloud.listening).toEqual([]);
    const list = cloud.take();
    expect([list.path, list.headers["Authorization"]]).toEqual([
      "/api/jobs?limit=20",
      "Bearer named",
    ]);
    await act(() => list.answer(200, { jobs: [] }));
    expect(connection(page)).toEqual({ state: "polling", isCached: false, isBlocked: false });
    page.rerender({ userId: null });
    expect(connection(page).state).toBe("signed-out");
  });

  it("is asked for twice a minute while nothing is under way, and at once when that changes", async () => {
    const page = await open(NAMED, null);
    await act(() => cloud.take().answer(200, { jobs: [] }));
    await later(29_900);
    expect(cloud.requests).toEqual([]);
    act(() => void page.result.current.createJob(SUBMISSION));
    await later(0);
    await act(() => cloud.take().answer(202, queued()));
    await act(() => cloud.take().answer(200, { jobs: [queued()] }));
    expect(cloud.take().path).toBe(`/api/jobs/${ID}/status`);
  });

  it("has their result read from the API", async () => {
    const onComplete = vi.fn();
    await open({ ...NAMED, onComplete }, null);
    await act(() => cloud.take().answer(200, { jobs: [running(10, 1)] }));
    await act(() => cloud.take().answer(200, succeeded(2)));
    await later(0);
    await act(() => cloud.take().answer(200, { ...succeeded(2), result: { matchScore: 61 } }));
    expect(onComplete).toHaveBeenCalledExactlyOnceWith(
      ID,
      expect.objectContaining({ data: { matchScore: 61 } }),
      expect.objectContaining({ jobId: ID, status: "succeeded" }),
    );
  });

  it("may be Firebase's own: then it listens", async () => {
    const page = await open({ userId: "ada", authToken: "named" });
    expect(cloud.listeners.map((each) => each.uid)).toEqual(["ada"]);
    await show([]);
    expect(connection(page).state).toBe("live");
  });

  it("is given a fresh token by a function, whatever function it is by then", async () => {
    const first = vi.fn(() => "first");
    const second = vi.fn((isFresh: boolean) => Promise.resolve(isFresh ? "new" : "old"));
    const page = await open({ userId: "grace", authToken: first }, null);
    expect(cloud.take().headers["Authorization"]).toBe("Bearer first");
    page.rerender({ userId: "grace", authToken: second });
    act(() => void page.result.current.cancelJob(ID));
    await later(0);
    const request = cloud.take();
    expect(request.headers["Authorization"]).toBe("Bearer old");
    await act(() => request.answer(401, { code: "unauthenticated", detail: "Old." }));
    expect(cloud.take().headers["Authorization"]).toBe("Bearer new");
  });

  it("is waited for while the application does not know them, and gone when it forgets them", async () => {
    const page = await open({ userId: undefined, authToken: undefined }, null);
    expect(connection(page).state).toBe("connecting");
    page.rerender(NAMED);
    await later(0);
    await act(() => cloud.take().answer(200, { jobs: [queued()] }));
    expect(states(page)).toEqual(["queued"]);
    page.rerender({ userId: undefined, authToken: undefined });
    expect(connection(page).state).toBe("signed-out");
    expect(states(page)).toEqual([]);
  });

  it("is not answered with another user's token", async () => {
    const page = await open({ userId: "grace" }, "ada");
    await later(0);
    expect(cloud.requests).toEqual([]);
    expect(connection(page).error).toMatchObject({ code: "unauthenticated" });
    expect(connection(page).error?.hint).toMatch(/authToken/);
  });

  it("sees why nothing can be read", async () => {
    const page = await open(NAMED, null);
    const refused = { code: "unauthenticated", detail: "The token has expired." };
    await act(() => cloud.take().answer(401, refused));
    await act(() => cloud.take().answer(401, refused));
    expect(page.result.current.error?.message).toBe("The token has expired.");
  });
});

describe("where it cannot be known who is signed in", () => {
  const error = new JobsApiError({ code: "failed-precondition", detail: "Call initializeApp()." });

  it("says what to do, in the console and to the page, and throws nothing", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const page = render(useList, {});
    await act(() => cloud.failSignIn(error));
    expect(logged).toHaveBeenCalledExactlyOnceWith("Call initializeApp().");
    expect(page.result.current).toMatchObject({
      error,
      connection: { state: "signed-out", error },
    });
    await expect(page.result.current.createJob(SUBMISSION)).rejects.toBe(error);
    await act(() => cloud.signIn("ada"));
    expect(page.result.current).toMatchObject({ connection: { state: "connecting" } });
  });

  it("does not matter to a user whom the application names", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const page = render(useList, { userId: "grace", authToken: "named" });
    await act(() => cloud.failSignIn(error));
    await act(() => cloud.take().answer(200, { jobs: [queued()] }));
    expect(states(page)).toEqual(["queued"]);
    expect(logged).not.toHaveBeenCalled();
  });
});

it("shows why the last submission was refused, and leaves no rejection uncaught", async () => {
  const page = await open();
  await show([]);
  act(() => void page.result.current.createJob(SUBMISSION));
  await later(0);
  await act(() => cloud.take().answer(400, { code: "invalid-argument", detail: "No." }));
  expect(page.result.current.error?.message).toBe("No.");
  act(() => void page.result.current.submitJob(SUBMISSION));
  await later(0);
  await act(() => cloud.take().answer(202, queued()));
  expect(page.result.current.error).toBeUndefined();
});

it("does nothing while it is not enabled", async () => {
  const onProgress = vi.fn();
  const page = await open({ enabled: false, onProgress });
  expect(cloud.listening).toEqual([]);
  page.rerender({ enabled: true, onProgress });
  await later(0);
  await show([running(10, 1)]);
  expect([states(page), onProgress.mock.calls.length]).toEqual([["running"], 1]);
});

it("lists the jobs with a tag", async () => {
  const page = render((tag: string) => useJobsByTag(tag, { limit: 5 }), "cv");
  await act(() => cloud.signIn("ada"));
  expect(cloud.listeners.map((each) => each.target)).toEqual([{ tag: "cv", limit: 5 }]);
  await show([queued({ tags: ["cv"] }), queued({ jobId: OTHER })]);
  expect(page.result.current.jobs.map((each) => each.jobId)).toEqual([ID]);
});

it("draws nothing while the tab is hidden, and the last state when it is seen again", async () => {
  const onProgress = vi.fn();
  const page = await open({ onProgress });
  await show([running(10, 1)]);
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  await show([running(20, 2)]);
  await show([running(30, 3)]);
  expect(page.result.current.jobs[0]?.progress.percent).toBe(10);
  expect(onProgress).toHaveBeenCalledTimes(3);
  hidden.mockReturnValue(false);
  act(() => void document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  expect(page.result.current.jobs[0]?.progress.percent).toBe(30);
});

it("reads a result again where it could not be read, and notifies of it then", async () => {
  const onComplete = vi.fn();
  cloud.results.set(ID, undefined);
  await open({ onComplete });
  await show([running(10, 1)]);
  await show([succeeded(2)]);
  await later(0);
  await act(() => cloud.take().breakOff());
  expect(onComplete).not.toHaveBeenCalled();
  await later(10_001);
  await act(() => cloud.take().answer(200, { ...succeeded(2), result: { matchScore: 7 } }));
  expect(onComplete).toHaveBeenCalledExactlyOnceWith(
    ID,
    expect.objectContaining({ data: { matchScore: 7 } }),
    expect.anything(),
  );
});

it("begins nothing before a component shows or requests something", () => {
  const watch = vi.fn();
  makeClient({
    ...{ apiUrl: "", startPolling, openListener: () => cloud.openListener() },
    identity: { watch, getToken: () => Promise.resolve("") },
  });
  expect(watch).not.toHaveBeenCalled();
});

it("refuses with a typed error while no user is signed in", async () => {
  const page = await open({}, null);
  await expect(page.result.current.createJob(SUBMISSION)).rejects.toMatchObject({
    code: "unauthenticated",
  });
});

it("listens to one job, and says if there is none", async () => {
  const page = render((jobId: string) => useJob(jobId), ID);
  await act(() => cloud.signIn("ada"));
  expect(page.result.current).toMatchObject({ job: undefined, isMissing: false });
  await act(() => cloud.showOne(running(10, 1)));
  expect(page.result.current).toMatchObject({ job: { state: "running" }, isMissing: false });
  act(() => {
    cloud.listeners[0]?.onNext({ jobs: [], fromCache: false });
  });
  expect(page.result.current).toMatchObject({ job: undefined, isMissing: true });
});

it("reads a result only once it exists", async () => {
  cloud.results.set(ID, { matchScore: 61 });
  const page = render(useResult, ID);
  await act(() => cloud.signIn("ada"));
  await act(() => cloud.showOne(running(10, 1)));
  expect(page.result.current).toEqual({ state: "none" });
  await act(() => cloud.showOne(succeeded(2)));
  expect(page.result.current).toEqual({ state: "ready", result: { matchScore: 61 } });
  expect(cloud.requests).toEqual([]);
});

it("reads a result from the API where the database has none", async () => {
  cloud.results.set(ID, undefined);
  const page = render(useResult, ID);
  await act(() => cloud.signIn("ada"));
  await act(() => cloud.showOne(succeeded(2)));
  expect(page.result.current).toEqual({ state: "loading" });
  await act(() => cloud.take().answer(200, { ...succeeded(2), result: { matchScore: 7 } }));
  expect(page.result.current).toEqual({ state: "ready", result: { matchScore: 7 } });
});

it("polls where the database cannot even be loaded", async () => {
  cloud.openListener = () => Promise.reject(new Error("blocked"));
  const page = await open();
  expect(connection(page).state).toBe("polling");
});

it("takes nothing from a listener that was replaced", async () => {
  const page = await open();
  const [first] = cloud.listeners;
  await act(() => cloud.refuse());
  await later(15_000);
  act(() => {
    first?.onNext({ jobs: [], fromCache: false });
  });
  expect(page.result.current.isKnown).toBe(false);
});

it("does not let the device's cache replace what polling has found", async () => {
  const page = await open();
  await later(15_000);
  await act(() => cloud.take().answer(200, { jobs: [queued()] }));
  await show([], true);
  await show([queued({ jobId: OTHER })], true);
  expect(page.result.current.jobs.map((job) => job.jobId)).toEqual([ID]);
});

it("takes an empty cache for no knowledge", async () => {
  const page = await open();
  await show([], true);
  expect(page.result.current.isKnown).toBe(false);
});

it("goes on listening from page to page", async () => {
  const page = await open();
  page.unmount();
  await later(500);
  render(useList, {});
  await later(5_000);
  expect([cloud.listening.length, cloud.listeners.length]).toEqual([1, 1]);
});

it("does not notify of what another tab notified of before this one saw the job", async () => {
  const onComplete = vi.fn();
  await open({ onComplete });
  const kept = { v: 2, since: 0, notified: { [ID]: Date.parse(at(60)) }, dismissed: {} };
  localStorage.setItem("careerlens-jobs:ada:state", JSON.stringify(kept));
  await show([running(10, 1)]);
  await show([succeeded(2)]);
  expect(onComplete).not.toHaveBeenCalled();
});

it("reacts to no network and no waking up once no component is left", async () => {
  const page = await open();
  page.unmount();
  await wait(LINGER_MS + 1);
  const before = cloud.listening.length;
  dispatchEvent(new Event("online"));
  await wait(0);
  expect(cloud.listening.length).toBe(before);
});

it("calls no listener that stopped in the very moment before", async () => {
  await open();
  await show([running(10, 1)]);
  const onProgress = vi.fn();
  const stop = client.notify(() => ({ onProgress }));
  stop();
  await later(0);
  expect(onProgress).not.toHaveBeenCalled();
});

it("leaves an end to others, if its listener is gone when it may be notified", async () => {
  const granted: ((lock: object) => unknown)[] = [];
  const request = (_: string, __: object, grant: (lock: object) => unknown): Promise<void> => {
    granted.push(grant);
    return Promise.resolve();
  };
  vi.stubGlobal("navigator", { onLine: true, locks: { request } });
  await open();
  await show([running(10, 1)]);
  const onComplete = vi.fn();
  const stop = client.notify(() => ({ onComplete }));
  await show([succeeded(2)]);
  await later(0);
  stop();
  for (const grant of granted.splice(0)) void grant({});
  await later(0);
  expect(onComplete).not.toHaveBeenCalled();

  client.notify(() => ({ onComplete }));
  await later(0);
  for (const grant of granted.splice(0)) void grant({});
  await later(0);
  expect(onComplete).toHaveBeenCalledOnce();
});

it("sends nothing with a token that came when its user was gone", async () => {
  let resolveToken: (token: string) => void = () => undefined;
  cloud.getToken = () => new Promise((resolve) => (resolveToken = resolve));
  const page = await open();
  const refused = page.result.current.cancelJob(ID).catch((error: unknown) => error);
  await act(() => cloud.signIn("bob"));
  resolveToken("whose?");
  await later(0);
  expect(await refused).toMatchObject({ code: "unauthenticated" });
  expect(cloud.requests.filter(({ path }) => path.includes("cancel"))).toEqual([]);
});

it("notifies of nothing of a user who is gone, even if it was about to", async () => {
  const onComplete = vi.fn();
  await open({ onComplete });
  await show([running(10, 1)]);
  await act(() => {
    for (const { onNext } of cloud.listeners)
      onNext({ jobs: [job(succeeded(2))], fromCache: false });
    return cloud.signIn("bob");
  });
  await later(2_000);
  expect(onComplete).not.toHaveBeenCalled();
});

describe("an answer", () => {
  it("is sent as the form has it, and shown as being sent until the job goes on", async () => {
    const page = await open();
    await show([suspended(2)]);
    const answered = page.result.current.answerJob(ID, "missing-figures", { team: 4 });
    await later(0);
    expect(page.result.current.jobs[0]).toMatchObject({ state: "suspended", pending: "answer" });
    const request = cloud.take();
    expect([request.method, request.path]).toEqual([
      "POST",
      `/api/jobs/${ID}/answers/missing-figures`,
    ]);
    expect(request.body).toEqual({ value: { team: 4 } });
    const goesOn = queued({ attempt: 1, progress: { percent: 60, message: "", seq: 2 } });
    await act(() => request.answer(200, goesOn));
    await expect(answered).resolves.toMatchObject({ state: "queued" });
    expect(states(page)).toEqual(["queued"]);
  });

  it("that does not fit is refused with its fields, and the question stays", async () => {
    const page = await open();
    await show([suspended(2)]);
    const answered = page.result.current.answerJob(ID, "missing-figures", {});
    await later(0);
    const violations = [{ field: "figures.0.figure", message: "Is missing." }];
    const problem = { code: "invalid-argument", detail: "Wrong.", violations };
    await act(() => cloud.take().answer(400, problem));
    await expect(answered).rejects.toMatchObject({ status: 400, violations });
    expect(page.result.current.jobs[0]).toMatchObject({ state: "suspended" });
    expect(page.result.current.jobs[0]).not.toHaveProperty("pending");
  });
});
