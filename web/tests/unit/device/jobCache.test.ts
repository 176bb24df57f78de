/** What this device saw last, and how often it is written. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { matching, merged, withCache } from "../../../src/jobs/device/jobCache.js";
import type { JobState } from "../../../src/jobs/model/jobState.js";
import type { Listener, ListenTarget, Snapshot } from "../../../src/jobs/model/listener.js";
import { throttle } from "../../../src/jobs/model/throttle.js";
import { at, failed, queued, job, running, succeeded, suspended } from "../support/documents.js";

const LIST: ListenTarget = { status: undefined, limit: 3 };

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(at(0)) });
  localStorage.clear();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Return the job of a name, created so many seconds after the first. */
function named(name: string, seconds: number, fields: object = {}): JobState {
  return job(queued({ jobId: `ada:x:1:${name}`, createdAt: at(seconds), ...fields }));
}

const names = (jobs: readonly JobState[]) => jobs.map(({ jobId }) => jobId.slice(-1)).join("");
const [a, b, c, d] = [named("a", 4), named("b", 3), named("c", 2), named("d", 1)] as const;

describe("what is kept", () => {
  it.each([
    ["of a list that is all there is, the rest is gone", [a, b, c], LIST, [a], "a"],
    ["of a full list, what is older may be there still", [a, b, c, d], LIST, [a, b, c], "abcd"],
    ["what left a full list is gone", [a, b, c, d], LIST, [a, c, d], "acd"],
    ["of a status, others stay", [a, b], { status: "running", limit: 3 }, [], "ab"],
    ["of a status, what left it is gone", [a, b], { status: "queued", limit: 3 }, [b], "b"],
    ["one job is replaced", [a, b], { jobId: b.jobId }, [b], "ab"],
    ["one job that is no more is gone", [a, b], { jobId: a.jobId }, [], "b"],
    ["a new one is put where it belongs", [b, d], { jobId: c.jobId }, [c], "bcd"],
  ] as const)("%s", (_, kept, target, shown, expected) => {
    expect(names(merged(kept, target, shown))).toBe(expected);
  });

  it("is the newest hundred", () => {
    const many = Array.from({ length: 150 }, (_, n) => named(String(n), n));
    expect(merged(many, { jobId: "?" }, []).map(({ createdAt }) => createdAt.getTime())).toEqual(
      Array.from({ length: 100 }, (_, n) => Date.parse(at(149 - n))),
    );
  });

  it("is shown to whom it matches", () => {
    const ended = job(succeeded(2, { jobId: "ada:x:1:e" }));
    const kept = [a, b, c, d, ended];
    expect(names(matching(kept, LIST))).toBe("abc");
    expect(names(matching(kept, { status: "succeeded", limit: 3 }))).toBe("e");
    expect(names(matching(kept, { jobId: d.jobId }))).toBe("d");
  });
});

describe("a listener with a cache", () => {
  interface Listening {
    readonly uid: string;
    say(snapshot: Snapshot): void;
  }
  let listening: Listening[];
  let cached: Listener;

  beforeEach(open);

  /** Open the page. */
  function open(): void {
    listening = [];
    cached = withCache({
      listen(uid, _, onNext) {
        listening.push({ uid, say: onNext });
        return () => undefined;
      },
      readResult: () => Promise.resolve("a result"),
    });
  }

  function listen(target: ListenTarget = LIST, uid = "ada") {
    const reported: Snapshot[] = [];
    const stop = cached.listen(uid, target, (snapshot) => reported.push(snapshot), vi.fn());
    const say = (jobs: readonly JobState[], fromCache = false): void => {
      listening.at(-1)?.say({ jobs, fromCache });
    };
    return { reported, say, stop };
  }

  it("begins with what was reported last, on the next page", () => {
    const first = listen();
    expect(first.reported).toEqual([]);
    const whole = job(running(40, 7, { preview: { text: "so far" }, nextAttemptAt: at(3) }));
    first.say([whole]);
    open();
    expect(listen().reported).toEqual([{ jobs: [whole], fromCache: true }]);
    expect(listen({ jobId: whole.jobId }).reported).toEqual([{ jobs: [whole], fromCache: true }]);
    expect(listen(LIST, "bob").reported).toEqual([]);
    expect(listen({ status: "queued", limit: 3 }).reported).toEqual([]);
  });

  it("begins with a question, its times read, and without one that is not whole", () => {
    const asks = job(suspended(4));
    const broken = { ...asks, jobId: "b", question: { name: "n", prompt: "p", until: "soon" } };
    listen().say([asks, broken as unknown as JobState]);
    open();
    expect(listen().reported).toEqual([{ jobs: [asks], fromCache: true }]);
  });

  it("does not begin again on the same page, which knows better", () => {
    const first = listen();
    first.say([a]);
    first.stop();
    expect(listen().reported).toEqual([]);
  });

  it("reports nothing of a listener without an answer, and says when one has lost its network", () => {
    const { reported, say } = listen();
    say([], true);
    expect(reported).toEqual([]);
    say([a]);
    say([a], true);
    expect(reported.map(({ fromCache }) => fromCache)).toEqual([false, true]);
  });

  it("writes once a second at the most, the last state last, and nothing after it was stopped", () => {
    const kept = () => localStorage.getItem("careerlens-jobs:ada:jobs") ?? "";
    const { say, stop } = listen();
    for (const each of [a, b, c]) say([each]);
    expect(kept()).toContain(a.jobId);
    vi.advanceTimersByTime(999);
    expect(kept()).not.toContain(c.jobId);
    vi.advanceTimersByTime(1);
    expect(kept()).toContain(c.jobId);
    say([d]);
    stop();
    localStorage.clear();
    vi.advanceTimersByTime(10_000);
    expect(localStorage.length).toBe(0);
  });

  it("keeps the last state of a page that is left within that second", () => {
    const kept = () => localStorage.getItem("careerlens-jobs:ada:jobs") ?? "";
    const { say, stop } = listen();
    for (const each of [a, b]) say([each]);
    expect(kept()).not.toContain(b.jobId);
    dispatchEvent(new Event("pagehide"));
    expect(kept()).toContain(b.jobId);
    say([c]);
    stop();
    dispatchEvent(new Event("pagehide"));
    expect(kept()).not.toContain(c.jobId);
  });

  it("writes nothing that the server has not said", () => {
    const { say } = listen();
    say([a]);
    vi.advanceTimersByTime(1_000);
    say([b], true);
    expect(localStorage.getItem("careerlens-jobs:ada:jobs")).not.toContain(b.jobId);
  });

  it("keeps what another tab has written", () => {
    const list = listen();
    list.say([a, b]);
    const one = listen({ jobId: c.jobId });
    one.say([c]);
    open();
    expect(names(listen().reported[0]?.jobs ?? [])).toBe("abc");
  });

  const whole = (fields: object = {}) => ({
    ...running(40, 7),
    state: "running",
    waiting: false,
    seq: 7,
    ...fields,
  });
  const keep = (jobs: unknown, v: unknown = 2) => {
    localStorage.setItem("careerlens-jobs:ada:jobs", JSON.stringify({ v, jobs }));
  };

  it("has the version in what it keeps, and takes its own", () => {
    listen().say([a]);
    expect(localStorage.getItem("careerlens-jobs:ada:jobs")).toMatch(/^{"v":2,/);
    keep([whole()]);
    open();
    expect(listen().reported).toHaveLength(1);
  });

  it.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["the form before it had a version", JSON.stringify([whole()])],
    ["another version", JSON.stringify({ v: 1, jobs: [whole()] })],
    ["no list", '{"v": 1, "jobs": 1}'],
  ])("forgets %s", (_, text) => {
    localStorage.setItem("careerlens-jobs:ada:jobs", text);
    const { reported, say } = listen();
    expect(reported).toEqual([]);
    say([a]);
    expect(reported).toHaveLength(1);
  });

  it.each([
    ["no object", 3],
    ["null", null],
    ["of another state", whole({ state: "dreaming" })],
    ["of a state that every object has", whole({ state: "toString" })],
    ["without a name", whole({ jobId: 7 })],
    ["without a type", whole({ type: undefined })],
    ["with tags that are none", whole({ tags: "a" })],
    ["with a tag that is no text", whole({ tags: [{}] })],
    ["with a time that is none", whole({ createdAt: "yesterday" })],
    ["with a time of another form", whole({ updatedAt: 5 })],
    ["without a time", whole({ updatedAt: undefined })],
    ["with another time that is none", whole({ startedAt: {} })],
    ["with a number that is none", whole({ seq: "7" })],
    ["without its progress", whole({ progress: undefined })],
    ["with progress that is none", whole({ progress: { percent: "4", message: "" } })],
    ["with a preview that is no JSON", whole({ preview: "{" })],
    ["that failed without an error", { ...failed(2), seq: 2, state: "failed", error: "?" }],
    ["that failed at no time", { ...failed(2), seq: 2, state: "failed", finishedAt: undefined }],
    ["that succeeded in no words", { ...succeeded(2), seq: 2, state: "succeeded", summary: {} }],
    ["that waits for an error of another form", { ...queued(), seq: 0, state: "queued", error: 1 }],
  ])("forgets a job %s, and keeps the others", (_, other) => {
    keep([other, whole()]);
    const { reported } = listen();
    expect(reported.map(({ jobs }) => jobs.length)).toEqual([1]);
    expect(reported[0]?.jobs[0]).toMatchObject({ state: "running", progress: { percent: 40 } });
  });
});

describe("a throttle", () => {
  it("does the first at once, the others together, and rests", () => {
    const work = vi.fn();
    const throttled = throttle(100, work);
    for (let n = 0; n < 5; n += 1) throttled.run();
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(99);
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1_000);
    expect(work).toHaveBeenCalledTimes(2);
    throttled.run();
    expect(work).toHaveBeenCalledTimes(3);
  });

  it("rests longer while it is requested all the time, and not after", () => {
    const at: number[] = [];
    const start = Date.now();
    const throttled = throttle(40, () => at.push(Date.now() - start), 200);
    for (let n = 0; n < 100; n += 1) {
      throttled.run();
      vi.advanceTimersByTime(10);
    }
    expect(at).toEqual([0, 40, 120, 280, 480, 680, 880]);
    vi.advanceTimersByTime(1_000);
    throttled.run();
    vi.advanceTimersByTime(40);
    throttled.run();
    expect(at.slice(-3)).toEqual([1_080, 2_000, 2_040]);
  });

  it("does no more once it was stopped", () => {
    const work = vi.fn();
    const throttled = throttle(100, work);
    throttled.run();
    throttled.run();
    throttled.cancel();
    vi.advanceTimersByTime(1_000);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
