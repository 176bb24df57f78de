/** What is said of a job: its name, its line, how long it takes, what may help. */
import { describe, expect, it } from "vitest";

import {
  firstSentence,
  isResting,
  lineOf,
  mayErase,
  mayRetry,
  nameOf,
  needsAnswer,
  usualOf,
} from "../../../src/app/jobWords.js";
import { fullTime } from "../../../src/app/messages/intl.js";
import { withStep } from "../../../src/app/pages/job/steps.js";
import { groupJobs, matches, tagsOf } from "../../../src/app/pages/jobs/jobList.js";
import { whenOf } from "../../../src/app/pages/jobs/RowWhen.js";
import { withPendingAction } from "../../../src/jobs/model/pendingAction.js";
import { at, failed, job, queued, running, succeeded, suspended } from "../support/documents.js";

describe("a name", () => {
  it("is the job's title, and without one what its type is called", () => {
    expect(nameOf(job(queued({ title: "Data Engineer" })))).toBe("Data Engineer");
    expect(nameOf({ type: "skill-gap-analysis" })).toBe("Skill gap analysis");
  });

  it("and tags are what a list is searched by, each word of the search", () => {
    const found = job(queued({ title: "Data Engineer", tags: ["autumn"] }));
    expect(matches(found, { q: "engin aut" })).toBe(true);
    expect(matches(found, { q: "nurse" })).toBe(false);
    expect(tagsOf([found, found])).toEqual(["autumn"]);
  });
});

describe("how long it takes", () => {
  const took = (seconds: number, jobId: string) =>
    job(succeeded(3, { jobId, startedAt: at(0), finishedAt: at(seconds) }));

  it("is not said of fewer than three", () => {
    expect(usualOf("skill-gap-analysis", [took(1, "a"), took(2, "b")], {})).toBeUndefined();
  });

  it("is the half and nine of ten of those that there were", () => {
    const jobs = [4, 1, 3, 2, 20].map((seconds) => took(seconds, String(seconds)));
    expect(usualOf("skill-gap-analysis", jobs, {})).toEqual({
      ...{ count: 5, halfMs: 3000, mostMs: 20_000, isOwn: true },
    });
    expect(usualOf("another", jobs, {})).toBeUndefined();
  });

  it("is told by those alone that went through at once: others have waited, or kept steps", () => {
    const jobs = [1, 2, 3].map((seconds) => took(seconds, String(seconds)));
    const asked = job(succeeded(3, { jobId: "asked", attempt: 2, startedAt: at(59) }));
    expect(usualOf("skill-gap-analysis", [...jobs, asked], {})?.count).toBe(3);
  });

  it("is everybody's where the user has had too few, and the queue's wait always", () => {
    const wait = { halfMs: 1000, mostMs: 4000 };
    const everybodys = { "skill-gap-analysis": { count: 50, halfMs: 9000, mostMs: 30_000, wait } };
    expect(usualOf("skill-gap-analysis", [], everybodys)).toEqual({
      ...everybodys["skill-gap-analysis"],
      isOwn: false,
    });
    const own = [1, 2, 3].map((seconds) => took(seconds, String(seconds)));
    expect(usualOf("skill-gap-analysis", own, everybodys)).toEqual({
      ...{ count: 3, halfMs: 2000, mostMs: 3000, isOwn: true, wait },
    });
  });

  it("is said at a row's edge, and never after it has passed", () => {
    const usual = { count: 3, halfMs: 20_000, mostMs: 34_000 };
    const one = job(running(62, 3, { startedAt: at(0) }));
    expect(whenOf(one, usual, new Date(at(12)))).toEqual({
      soon: "8 s to 22 s",
      side: "usually 20 s",
    });
    expect(whenOf(one, usual, new Date(at(25)))).toEqual({
      soon: "up to 9 s",
      side: "usually 20 s",
    });
    expect(whenOf(one, usual, new Date(at(34)))).toEqual({
      soon: "longer than usual",
      side: "34 s so far",
    });
    expect(whenOf(one, undefined, new Date(at(5)))).toEqual({ side: "5 s so far" });
    const error = { code: "unavailable", message: "", retriable: true };
    const later = job(queued({ nextAttemptAt: at(24), error }));
    expect(whenOf(later, undefined, new Date(at(0)))).toEqual({ soon: "next try in 0:24" });
  });

  it.each([
    [{ attempt: 1 }, 24, { soon: "goes on in 24 s" }],
    [{ attempt: 0 }, 300, { soon: "starts in 5 min" }],
    [{ attempt: 1 }, 3 * 86_400, {}],
  ])("of a job that rests is when it goes on: %o, %d s", (fields, seconds, when) => {
    const rests = job(queued({ ...fields, nextAttemptAt: at(seconds) }));
    expect(whenOf(rests, undefined, new Date(at(0)))).toEqual(when);
    expect(isResting(rests, new Date(at(0)))).toBe(true);
    expect(isResting(rests, new Date(at(seconds)))).toBe(false);
  });

  it("of a job that asks is until when", () => {
    const until = fullTime(new Date(at(3 * 86_400)));
    const side = `until ${until}`;
    expect(whenOf(job(suspended(2)), undefined, new Date(at(0)))).toEqual({ side });
    const [row, ...none] = [suspended(2), suspended(2, { question: undefined })].map((each) =>
      matches(job(each), { status: "suspended" }),
    );
    expect([row, ...none]).toEqual([true, false]);
    expect(lineOf(job(suspended(2)))).toBe("Needs your answer: Three bullets lack a figure.");
  });

  it("of a job that asks is the user's turn until an answer is on its way", () => {
    const asking = job(suspended(2));
    expect(needsAnswer(asking)).toBe(true);
    expect(needsAnswer(withPendingAction(asking, "answer"))).toBe(false);
    expect(needsAnswer(job(suspended(2, { question: undefined })))).toBe(false);
  });

  it("of a job that rests is its line", () => {
    const later = new Date(Date.now() + 5 * 86_400_000);
    const fields = { nextAttemptAt: later.toISOString() };
    const when = fullTime(later);
    expect(lineOf(job(queued({ ...fields, attempt: 1 })))).toBe(`Goes on ${when}.`);
    expect(lineOf(job(queued(fields)))).toBe(`Starts ${when}.`);
    expect(lineOf(job(queued({ nextAttemptAt: new Date().toISOString() })))).toBe(
      "About to start.",
    );
  });
});

describe("what may help", () => {
  const error = { code: "failed-precondition", message: "No data on that role", retriable: false };

  it("is trying again only where that can work", () => {
    expect(mayRetry(job(failed(1)))).toBe(true);
    expect(mayRetry(job(failed(1, { error })))).toBe(false);
    expect(mayRetry(job(succeeded(1)))).toBe(false);
  });

  it("is nothing for a part by itself: it is tried again, and deleted, with the whole", () => {
    const part = { parentId: "whole" };
    expect([failed(1), failed(1, part)].map((each) => mayErase(job(each)))).toEqual([true, false]);
    expect(mayRetry(job(failed(1, part)))).toBe(false);
    expect(mayErase(job(running(1, 1)))).toBe(false);
  });

  it("counts going on after a wait as no try", () => {
    const later = queued({ attempt: 3, maxAttempts: 4, attemptsFrom: 1, error });
    expect(lineOf(job(later))).toBe("No data on that role. Try 3 of 3 starts by itself.");
  });

  it("is said in whole sentences, the first one by itself", () => {
    expect(lineOf(job(failed(1, { error })))).toBe("No data on that role.");
    expect(firstSentence("No data. It has 24 roles.")).toEqual(["No data.", "It has 24 roles."]);
    expect(firstSentence("3.5 hours")).toEqual(["3.5 hours", ""]);
  });
});

describe("the steps of a running job", () => {
  const none = { attempt: 0, steps: [] };
  const step = (message: string, percent: number, attempt = 1) =>
    job(running(percent, 1, { attempt, progress: { percent, message, seq: 1 } }));

  it("are remembered in order, each once", () => {
    const first = withStep(none, step("Reading", 2), new Date(at(5)));
    const second = withStep(first, step("Writing", 60), new Date(at(9)));
    expect(withStep(second, step("Writing", 70), new Date(at(12)))).toBe(second);
    expect(second.steps.map(({ name, from }) => [name, from])).toEqual([
      ["Reading", 2],
      ["Writing", 60],
    ]);
  });

  it("begin anew with another attempt", () => {
    const first = withStep(none, step("Writing", 60), new Date(at(5)));
    expect(withStep(first, step("Reading", 2, 2), new Date(at(9))).steps).toHaveLength(1);
  });
});

it("groups jobs by what they wait for, and by the day they were asked for", () => {
  const now = new Date("2026-11-30T12:00:00");
  const ended = (jobId: string, day: string) =>
    job(succeeded(1, { jobId, createdAt: new Date(`2026-11-${day}T10:00:00`).toISOString() }));
  const groups = groupJobs(
    [job(running(1, 1)), ended("a", "30"), ended("b", "29"), ended("c", "12")],
    now,
  );
  expect(groups.map(({ name, jobs }) => [name, jobs.length])).toEqual([
    ...[
      ["now", 1],
      ["today", 1],
      ["yesterday", 1],
      ["earlier", 1],
    ],
  ]);
});
