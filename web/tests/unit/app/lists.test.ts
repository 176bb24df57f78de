/** Addresses, lists and timelines: what pages are made of. */
import { describe, expect, it } from "vitest";

import {
  listPath,
  mergeJobs,
  readFilter,
  type ListFilter,
} from "../../../src/app/pages/jobs/jobList.js";
import { timelineOf } from "../../../src/app/pages/job/timeline.js";
import { readRoute } from "../../../src/app/route.js";
import { jobPath } from "../../../src/app/router.js";
import { duration } from "../../../src/app/messages/intl.js";
import { readJob, type EndedAttempt, type JobState } from "../../../src/jobs/index.js";

const at = (minute: number): string => `2026-11-23T12:${String(minute).padStart(2, "0")}:00Z`;

function job(name: string, minute: number, more: object = {}): JobState {
  const made = readJob({
    ...{ jobId: name, type: "a-type", status: "queued", tags: [], attempt: 0, maxAttempts: 3 },
    ...{
      createdAt: at(minute),
      updatedAt: at(minute),
      progress: { percent: 0, message: "", seq: 0 },
    },
    ...more,
  });
  if (!made) throw new Error("not a job");
  return made;
}

describe("an address", () => {
  it.each([
    ["/", { page: "new" }],
    ["/new/a-type", { page: "new", type: "a-type" }],
    ["/jobs", { page: "jobs" }],
    ["/operator", { page: "operator" }],
    ["/operator/x", { page: "missing" }],
    ["/jobs/a/b", { page: "missing" }],
    ["/%E0%A4%A", { page: "missing" }],
  ])("%s leads to its page", (path, route) => {
    expect(readRoute(path, "")).toMatchObject(route);
  });

  it("of a job leads back to it, whatever its id holds", () => {
    const jobId = "a/b:type:1:é";
    expect(readRoute(jobPath(jobId), "")).toEqual({ page: "job", jobId });
  });

  it("of a list says its filter", () => {
    const filter = { status: "failed", type: undefined, tag: "a b&c" };
    const [, query] = listPath(filter).split("?");
    expect(readFilter(new URLSearchParams(query))).toEqual(filter);
    expect(listPath({})).toBe("/jobs");
  });
});

describe("a list", () => {
  const names = (jobs: readonly JobState[]): string[] => jobs.map(({ jobId }) => jobId);

  it("has no part of another job, but one that asks", () => {
    const question = { name: "figures", form: "Figures", prompt: "Which?", hasDefault: true };
    const times = { until: at(9), since: at(3) };
    const asks = { status: "suspended", question: { ...question, ...times }, parentId: "whole" };
    const merged = mergeJobs([job("whole", 1)], [job("a", 2, { parentId: "whole" })], {}, true);
    expect(names(merged)).toEqual(["whole"]);
    expect(names(mergeJobs([], [job("b", 2, asks)], {}, true))).toEqual(["b"]);
  });

  it("shows live jobs instead of those that were read, newest first", () => {
    const merged = mergeJobs(
      [job("a", 1)],
      [job("b", 2), job("a", 1, { status: "running" })],
      {},
      true,
    );
    expect(names(merged)).toEqual(["b", "a"]);
    expect(merged[1]?.state).toBe("running");
  });

  it("drops a job that does not match any more", () => {
    const live = [job("a", 1, { status: "cancelled", finishedAt: at(2) })];
    expect(mergeJobs([job("a", 1)], live, { status: "queued" }, true)).toEqual([]);
    expect(mergeJobs([], [job("b", 1, { tags: ["x"] })], { tag: "x" }, true)).toHaveLength(1);
    expect(mergeJobs([], [job("b", 1)], { type: "other" }, true)).toEqual([]);
  });

  it("holds a part of another job where it is looked for, or asks", () => {
    const part = job("part", 1, { parentId: "whole", title: "The first" });
    const shown = (filter: ListFilter): number => mergeJobs([], [part], filter, true).length;
    expect([{}, { status: "queued" }, { type: "other" }].map(shown)).toEqual([0, 0, 0]);
    expect([{ type: part.type }, { q: "first" }].map(shown)).toEqual([1, 1]);
    expect(mergeJobs([], [part], {}, true, true)).toEqual([part]);
  });

  it("has no hole: what is older than its last page waits for the next one", () => {
    expect(names(mergeJobs([job("c", 5)], [job("old", 1)], {}, false))).toEqual(["c"]);
    expect(names(mergeJobs([job("c", 5)], [job("old", 1)], {}, true))).toEqual(["c", "old"]);
  });
});

describe("a timeline", () => {
  const titles = (...given: Parameters<typeof timelineOf>): string[] =>
    timelineOf(...given).map(({ title }) => title);
  const interrupted: EndedAttempt = {
    attempt: 1,
    startedAt: at(0),
    endedAt: at(1),
    outcome: "queued",
  };
  const failed: EndedAttempt = { ...interrupted, code: "unavailable" };

  it("says that an attempt failed, why, and that it is tried again", () => {
    const running = job("a", 0, { status: "running", attempt: 2, startedAt: at(2) });
    const [, first, now] = timelineOf(running, [failed]);
    expect(first).toMatchObject({
      title: "Attempt 1 failed",
      detail: "a service could not be reached, took 1 min 0 s, it is tried again",
      glyph: "failed",
    });
    expect(now).toMatchObject({ title: "Running", detail: "try 2 of 3", glyph: "running" });
  });

  it("says what an attempt has stopped for: its owner, its parts, or what an older one left unsaid", () => {
    const stopped = (awaited?: EndedAttempt["awaited"]): string | undefined => {
      const ended = { ...interrupted, outcome: "suspended" as const };
      return titles(job("a", 0, { attempt: 1 }), [awaited ? { ...ended, awaited } : ended])[1];
    };
    expect(stopped("answer")).toBe("Attempt 1 stopped to ask you");
    expect(stopped("children")).toBe("Attempt 1 stopped to wait for its parts");
    expect(stopped()).toBe("Attempt 1 stopped to wait");
  });

  it("counts no going on after a wait as another try", () => {
    const goesOn = { status: "running", attempt: 2, maxAttempts: 4, attemptsFrom: 1 };
    const [, , now] = timelineOf(job("a", 0, goesOn), [{ ...interrupted, outcome: "suspended" }]);
    expect(now).toMatchObject({ title: "Running", detail: "try 1 of 3" });
  });

  it("says an end once", () => {
    const done = job("a", 0, { status: "succeeded", attempt: 1, finishedAt: at(2), summary: "x" });
    const attempt: EndedAttempt = { attempt: 1, endedAt: at(2), outcome: "succeeded" };
    expect(titles(done, [attempt])).toEqual(["Submitted", "Attempt 1 succeeded"]);
    expect(titles(done, [])).toEqual(["Submitted", "Done"]);
  });

  it("calls an attempt without a code interrupted, not failed", () => {
    const queued = job("a", 0, { attempt: 1 });
    expect(titles(queued, [interrupted])).toEqual([
      ...["Submitted", "Attempt 1 was interrupted", "Waits for its next attempt"],
    ]);
  });

  it.each([
    [4230, "4.2 s"],
    [59_600, "1 min 0 s"],
    [185_000, "3 min 5 s"],
    [-5, "0.0 s"],
  ])("says %d ms as %s", (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words);
  });
});
