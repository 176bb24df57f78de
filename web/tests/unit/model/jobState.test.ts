/** The union: what is read from a card, what each wish shows, and which card is newer. */
import { describe, expect, it } from "vitest";

import {
  hasEnded,
  isOlder,
  newerOf,
  readJob,
  statusOf,
  withWish,
} from "../../../src/jobs/model/jobState.js";
import { at, card, CREATED_AT, failed, job, running, succeeded } from "../support/documents.js";

const timestamp = (text: string): object => ({ toMillis: () => Date.parse(text) + 0.4 });

describe("reading a card", () => {
  it.each([
    ["queued", card(), {}],
    ["queued", card({ nextAttemptAt: at(5) }), { nextAttemptAt: new Date(at(5)) }],
    ["waiting", card({ waiting: true }), {}],
    ["running", running(40, 3), { isCancelling: false, startedAt: new Date(at(1)) }],
    ["running", running(40, 3, { cancelRequested: true }), { isCancelling: true }],
    ["running", running(40, 3, { preview: { headline: "A" } }), { preview: { headline: "A" } }],
    ["succeeded", succeeded(9), { summary: "Two gaps found.", finishedAt: new Date(at(60)) }],
    [
      "failed",
      failed(9),
      { error: { code: "unavailable", message: "The model is away.", retriable: true } },
    ],
    ["cancelled", succeeded(9, { status: "cancelled" }), { finishedAt: new Date(at(60)) }],
  ])("gives a %s job with what that state has", (state, fields, expected) => {
    expect(readJob(fields)).toMatchObject({ state, createdAt: new Date(CREATED_AT), ...expected });
  });

  it("shows nothing that belongs to another state, and nothing of the machinery", () => {
    const read = job(card({ leaseId: "secret", error: null, summary: "old", finishedAt: at(1) }));
    expect(Object.keys(read)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/leaseId|error|summary|finishedAt|expireAt/)]),
    );
  });

  it("is the same from Firestore as from the API, to the millisecond", () => {
    const times = {
      createdAt: CREATED_AT,
      updatedAt: at(60),
      startedAt: at(1),
      finishedAt: at(60),
    };
    const stored = Object.fromEntries(
      Object.entries(times).map(([name, text]) => [name, timestamp(text)]),
    );
    expect(readJob(succeeded(9, stored))).toEqual(readJob(succeeded(9, times)));
  });

  it.each([
    ["a status of a later version", card({ status: "paused" })],
    ["no id", card({ jobId: undefined })],
    ["nothing", {}],
  ])("takes %s for no job", (_, fields) => {
    expect(readJob(fields)).toBeUndefined();
  });
});

// Each change that shared/job.py allows, and what `seq` does in it.
const TRANSITIONS: readonly (readonly [string, object, object])[] = [
  ["queued -> waiting", card(), card({ waiting: true, updatedAt: at(1) })],
  ["waiting -> queued", card({ waiting: true }), card({ updatedAt: at(1), dispatch: 2 })],
  ["queued -> running", card(), running(0, 1)],
  ["queued -> cancelled", card(), succeeded(0, { status: "cancelled" })],
  ["waiting -> cancelled", card({ waiting: true }), succeeded(0, { status: "cancelled" })],
  ["queued -> failed", card(), failed(0)],
  ["running -> running", running(10, 2), running(20, 3)],
  [
    "running -> asked to stop",
    running(10, 2),
    running(10, 2, { cancelRequested: true, updatedAt: at(1) }),
  ],
  ["running -> queued", running(10, 2), card({ progress: { percent: 10, message: "", seq: 2 } })],
  ["running -> succeeded", running(10, 2), succeeded(3)],
  ["running -> failed", running(10, 2), failed(2)],
  ["running -> cancelled", running(10, 2), succeeded(2, { status: "cancelled" })],
  ["failed -> queued", failed(2), card({ progress: { percent: 0, message: "", seq: 3 } })],
  [
    "cancelled -> queued",
    succeeded(2, { status: "cancelled" }),
    card({ progress: { percent: 0, message: "", seq: 3 } }),
  ],
];

describe("which card is newer", () => {
  it.each(TRANSITIONS)("%s goes forward, and never back", (_, before, after) => {
    const [old, young] = [job({ ...before }), job({ ...after })];
    expect(newerOf(young, old)).toBe(young);
    expect(newerOf(old, young)).toBe(young);
    expect(isOlder(old, young)).toBe(true);
  });

  it("does not ask a clock where seq and state say it: a worker's may be behind", () => {
    const young = job(running(20, 3, { updatedAt: at(-5) }));
    expect(newerOf(young, job(running(10, 2)))).toBe(young);
  });

  it("tells rings apart by their number, not by the time of whoever rang", () => {
    const third = job(card({ dispatch: 3 }));
    expect(newerOf(job(card({ dispatch: 2, updatedAt: at(9) })), third)).toBe(third);
  });

  it("keeps the known card, itself, where the other one says the same", () => {
    const known = job(running(10, 2));
    expect(newerOf(job(running(10, 2)), known)).toBe(known);
  });
});

describe("what a wish shows", () => {
  it.each([
    ["cancel", card(), { state: "cancelled", pending: "cancel" }],
    ["cancel", card({ waiting: true }), { state: "cancelled", pending: "cancel" }],
    ["cancel", running(40, 3), { state: "running", isCancelling: true, pending: "cancel" }],
    ["retry", failed(3), { state: "queued", pending: "retry" }],
    ["retry", succeeded(3, { status: "cancelled" }), { state: "queued", pending: "retry" }],
  ] as const)("%s is shown at once", (wish, before, expected) => {
    expect(withWish(job(before), wish)).toMatchObject(expected);
  });

  it.each([
    ["cancel", succeeded(3)],
    ["cancel", failed(3)],
    ["retry", succeeded(3)],
    ["retry", card()],
    ["retry", running(1, 1)],
  ] as const)("%s changes nothing where the server will refuse it", (wish, before) => {
    const known = job(before);
    expect(withWish(known, wish)).toBe(known);
  });
});

it.each([
  [card(), "queued", false],
  [card({ waiting: true }), "queued", false],
  [running(1, 1), "running", false],
  [succeeded(1), "succeeded", true],
  [failed(1), "failed", true],
  [succeeded(1, { status: "cancelled" }), "cancelled", true],
])("knows a state's status, and whether it is an end", (fields, status, isEnd) => {
  expect(statusOf(job(fields))).toBe(status);
  expect(hasEnded(job(fields))).toBe(isEnd);
});
