/** How long jobs take, in toasts: asked for while it is wanted, counted down, and never in the way. */
import { act, cleanup, render, renderHook, screen } from "@testing-library/react";
import { createElement, type ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { etaWords } from "../../../src/app/etaWords.js";
import type { JobsClient } from "../../../src/jobs/client/jobClient.js";
import { useUsualTimes, type UsualTimes } from "../../../src/jobs/eta.js";
import { JobProgressNotifications, JobsProvider } from "../../../src/jobs/index.js";
import { ENGLISH } from "../../../src/jobs/react/jobLabels.js";
import { Cloud, settle, wait } from "../support/cloud.js";
import { at, queued, running } from "../support/documents.js";

let cloud: Cloud;
let client: JobsClient;
const PATH = "/api/usual-times";
const MEASURED = {
  types: {
    "skill-gap-analysis": { count: 9, run: { p50: 20, p90: 34 }, wait: { p50: 1, p90: 2 } },
  },
};
const TIMES: UsualTimes = {
  "skill-gap-analysis": {
    ...{ count: 9, halfMs: 20_000, mostMs: 34_000 },
    wait: { halfMs: 1000, mostMs: 2000 },
  },
};

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

const wrapper = ({ children }: { readonly children: ReactNode }) =>
  createElement(JobsProvider, { client }, children);

it("is asked for while it is wanted, once in five minutes for a page", async () => {
  const { result, rerender } = renderHook((isWanted: boolean) => useUsualTimes(isWanted), {
    wrapper,
    initialProps: false,
  });
  renderHook(() => useUsualTimes(false), { wrapper });
  await act(settle);
  expect(cloud.requests).toEqual([]);
  rerender(true);
  renderHook(() => useUsualTimes(), { wrapper });
  await act(settle);
  const request = cloud.take();
  expect([request.path, cloud.requests.length]).toEqual([PATH, 0]);
  await act(() => request.answer(200, MEASURED));
  expect(result.current).toEqual(TIMES);
  await act(() => wait(300_000));
  const again = cloud.take();
  await act(() => again.answer(503, { code: "unavailable", detail: "Later." }));
  expect(result.current).toEqual(TIMES);
});

it("counts down in a toast, and says nothing where nothing is known", async () => {
  const shown = render(<JobProgressNotifications usualTimes={TIMES} />, { wrapper });
  await act(settle);
  const line = () => document.querySelector(".clj-eta")?.textContent;
  await act(() => cloud.show([running(10, 1, { startedAt: at(0) })]));
  expect(line()).toBe("About 20 s to 34 s");
  await act(() => wait(5000));
  expect(line()).toBe("About 15 s to 29 s");
  shown.rerender(<JobProgressNotifications />);
  expect(line()).toBeUndefined();
});

it("tells the place in line, also behind a job that was dismissed", async () => {
  const waits = (jobId: string, seconds: number) =>
    queued({ jobId, slot: "waiting", createdAt: at(seconds) });
  const jobs = [waits("c", 2), waits("b", 1), running(10, 1, { jobId: "a", createdAt: at(0) })];
  const shown = render(<JobProgressNotifications />, { wrapper });
  await act(settle);
  await act(() => cloud.show(jobs));
  expect(screen.getByText("Number 2 in line")).toBeTruthy();
  act(() => {
    client.actions.dismissJob("b");
  });
  expect(screen.getByText("Number 2 in line")).toBeTruthy();
  shown.rerender(<JobProgressNotifications tag="cv" />);
  await act(settle);
  await act(() => cloud.show(jobs));
  expect(screen.queryByText("Number 2 in line")).toBeNull();
});

it("has words for each", () => {
  const again = { kind: "again", inMs: 12_000 } as const;
  const same = { kind: "range", fromMs: 19_900, toMs: 20_100 } as const;
  const soon = { kind: "range", fromMs: 0, toMs: 9000 } as const;
  expect([again, same, soon].map(etaWords)).toEqual(["again in 12 s", "about 20 s", "up to 9 s"]);
  const places = [1, 2, 3, 4, 21, 22].map((place) => etaWords({ kind: "place", place }));
  expect(places.map((words) => words.replace(" in line", ""))).toEqual([
    ...["next", "second", "third", "4th", "21st", "22nd"],
  ]);
  expect(ENGLISH.eta(again)).toBe("Again in 12 s");
  expect(ENGLISH.eta({ kind: "place", place: 1 })).toBe("Next in line");
  expect(ENGLISH.eta(soon)).toBe("Up to 9 s");
  expect(ENGLISH.eta({ kind: "late" })).toBe("Takes longer than usual");
});
