/** When a job will be done: a range that shrinks, a place, a countdown; and when nothing is said. */
import { describe, expect, it } from "vitest";

import { etaOf, placeInLine, type Usual } from "../../../src/jobs/eta.js";
import { withPendingAction } from "../../../src/jobs/model/pendingAction.js";
import { at, job, queued, running, succeeded, suspended } from "../support/documents.js";

const wait = { halfMs: 2000, mostMs: 6000 };
const USUAL: Usual = { count: 9, halfMs: 20_000, mostMs: 34_000, wait };
const now = (seconds: number): Date => new Date(at(seconds));

describe("of a running job", () => {
  const runs = job(running(10, 1, { startedAt: at(0) }));

  it.each([
    [0, { kind: "range", fromMs: 20_000, toMs: 34_000 }],
    [-9, { kind: "range", fromMs: 20_000, toMs: 34_000 }],
    [25, { kind: "range", fromMs: 0, toMs: 9000 }],
    [34, { kind: "late" }],
  ])("after %d s is what is left of what is usual", (seconds, eta) => {
    expect(etaOf(runs, USUAL, now(seconds))).toEqual(eta);
  });

  it("is nothing where too little is known, or it is being stopped", () => {
    expect(etaOf(runs, undefined, now(1))).toBeUndefined();
    const stops = job(running(10, 1, { startedAt: at(0), cancelRequested: true }));
    expect(etaOf(stops, USUAL, now(1))).toBeUndefined();
    expect(etaOf(withPendingAction(runs, "cancel"), USUAL, now(1))).toBeUndefined();
  });
});

describe("of a job in the queue", () => {
  it("is what is left of the wait, and a whole run", () => {
    const waits = job(queued({ createdAt: at(0) }));
    expect(etaOf(waits, USUAL, now(3))).toEqual({ kind: "range", fromMs: 20_000, toMs: 37_000 });
    expect(etaOf(waits, USUAL, now(11))).toEqual({ kind: "late" });
    expect(etaOf(waits, { count: 9, halfMs: 1, mostMs: 2 }, now(3))).toBeUndefined();
  });

  it("is when it is tried again", () => {
    const error = { code: "unavailable", message: "Busy.", retriable: true };
    const again = job(queued({ createdAt: at(0), nextAttemptAt: at(24), error }));
    expect(etaOf(again, undefined, now(12))).toEqual({ kind: "again", inMs: 12_000 });
    expect(etaOf(again, USUAL, now(25))).toEqual({ kind: "range", fromMs: 21_000, toMs: 39_000 });
  });

  it("is nothing of one that rests, asks or has ended", () => {
    const rests = job(queued({ nextAttemptAt: at(24) }));
    for (const one of [rests, job(suspended(1)), job(succeeded(1))])
      expect(etaOf(one, USUAL, now(1))).toBeUndefined();
  });
});

describe("a place in line", () => {
  const waits = (jobId: string, seconds: number) =>
    job(queued({ jobId, slot: "waiting", createdAt: at(seconds) }));
  const holder = job(running(10, 1, { jobId: "holder", createdAt: at(0) }));
  const [first, second, third] = [waits("b", 1), waits("a", 2), waits("c", 2)];

  it("is by when jobs were submitted, and then by their ids", () => {
    const jobs = [third, second, first, holder];
    expect([first, second, third].map((one) => placeInLine(one, jobs))).toEqual([1, 2, 3]);
    expect(placeInLine(holder, jobs)).toBeUndefined();
    expect(etaOf(second, USUAL, now(3), 2)).toEqual({ kind: "place", place: 2 });
    expect(etaOf(second, USUAL, now(3))).toBeUndefined();
  });

  it("is not said where older ones may wait that are not in the list", () => {
    expect(placeInLine(second, [third, second])).toBeUndefined();
    const ended = job(succeeded(1, { jobId: "ended", createdAt: at(0) }));
    expect(placeInLine(second, [third, second, ended])).toBeUndefined();
  });
});
