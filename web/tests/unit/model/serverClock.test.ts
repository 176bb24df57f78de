/** A browser's clock may be a day off: the server's times say so. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { readConfig } from "../../../src/app/config.js";
import { makeOptimisticJobs } from "../../../src/jobs/client/optimisticJobs.js";
import { noteServerTime, noteWritten, serverNow } from "../../../src/jobs/model/serverClock.js";
import { relativePast } from "../../../src/jobs/react/relativeTime.js";
import { connectHttp } from "../../../src/jobs/server/http.js";
import { at, job, running } from "../support/documents.js";

const NOW = Date.parse(at(0));
const DAY = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  noteServerTime(NOW);
});

afterEach(() => {
  vi.useRealTimers();
});

const answerAt = (time: number) => {
  const headers = { Date: new Date(time).toUTCString() };
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("{}", { headers })));
};

describe.each([
  ["a day ahead", DAY],
  ["a day behind", -DAY],
])("a clock %s", (_, wrongBy) => {
  beforeEach(() => {
    vi.setSystemTime(NOW + wrongBy);
  });

  it("is set right by every answer of the API", async () => {
    answerAt(NOW);
    await connectHttp("", () => Promise.resolve("token"))("/jobs");
    expect(serverNow()).toBe(NOW);
    vi.advanceTimersByTime(5_000);
    expect(serverNow()).toBe(NOW + 5_000);
  });

  it("is set right before a user has signed in", async () => {
    answerAt(NOW);
    await readConfig();
    expect(serverNow()).toBe(NOW);
  });
});

it("is set right by a document of its future", () => {
  vi.setSystemTime(NOW - DAY);
  makeOptimisticJobs().take(job(running(10, 1)));
  expect(serverNow()).toBe(NOW);
});

it("says nothing by a document of its past, which may be old", () => {
  vi.setSystemTime(NOW + DAY);
  noteWritten(NOW);
  expect(serverNow()).toBe(NOW + DAY);
});

it("is kept where it is about right, and where nothing is said", () => {
  noteServerTime(NOW + 60_000);
  noteWritten(NOW + 60_000);
  noteServerTime(NaN);
  expect(serverNow()).toBe(NOW);
});

it.each([
  [DAY, "now"],
  [-DAY, "yesterday"],
])("what has happened %i ms from now is never said to come", (away, text) => {
  expect(relativePast(new Date(NOW + away), new Date(NOW), "en")).toBe(text);
});
