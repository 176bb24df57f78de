/** The union: what is read from a document, what each action shows, and which version is newer. */
import { describe, expect, it } from "vitest";

import { hasEnded, newerOf } from "../../../src/jobs/model/jobState.js";
import { withPendingAction } from "../../../src/jobs/model/pendingAction.js";
import { readJob } from "../../../src/jobs/model/readJob.js";
import {
  at,
  queued,
  CREATED_AT,
  failed,
  job,
  running,
  succeeded,
  suspended,
} from "../support/documents.js";

const timestamp = (text: string): object => ({ toMillis: () => Date.parse(text) + 0.4 });

describe("reading a document", () => {
  it.each([
    ["queued", queued(), {}],
    ["queued", queued({ nextAttemptAt: at(5) }), { nextAttemptAt: new Date(at(5)) }],
    ["queued", queued({ slot: "none" }), {}],
    ["queued", queued({ slot: "held" }), {}],
    ["queued", queued({ waiting: false }), {}],
    ["waiting", queued({ waiting: true }), {}],
    ["waiting", queued({ slot: "waiting" }), {}],
    ["running", running(40, 3, { slot: "held" }), {}],
    ["running", running(40, 3), { isCancelling: false, startedAt: new Date(at(1)) }],
    ["running", running(40, 3, { cancelRequested: true }), { isCancelling: true }],
    ["running", running(40, 3, { preview: { headline: "A" } }), { preview: { headline: "A" } }],
    [
      "suspended",
      suspended(4),
      {
        question: {
          ...{ name: "missing-figures", form: "Figures", hasDefault: true },
          ...{ prompt: "Three bullets lack a figure.", since: new Date(at(30)) },
          until: new Date(at(3 * 86_400)),
        },
      },
    ],
    ["suspended", suspended(4, { question: undefined }), {}],
    ["succeeded", succeeded(9), { summary: "Two gaps found.", finishedAt: new Date(at(60)) }],
    [
      "failed",
      failed(9),
      { error: { code: "unavailable", message: "The model is away.", retriable: true } },
    ],
    ["cancelled", succeeded(9, { status: "cancelled" }), { finishedAt: new Date(at(60)) }],
  ])("reads a %s job with what that state has", (state, fields, expected) => {
    expect(readJob(fields)).toMatchObject({ state, createdAt: new Date(CREATED_AT), ...expected });
  });

  it("shows nothing that belongs to another state, and nothing of the machinery", () => {
    const read = job(queued({ leaseId: "secret", error: null, summary: "old", finishedAt: at(1) }));
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

  it("has a question's times alike from both", () => {
    const question = suspended(4)["question"] as Readonly<Record<"until" | "since", string>>;
    const { until, since } = question;
    const stored = { ...question, until: timestamp(until), since: timestamp(since) };
    expect(readJob(suspended(4, { question: stored }))).toEqual(readJob(suspended(4)));
  });

  it.each([
    ["a status of a later version", queued({ status: "paused" })],
    ["no id", queued({ jobId: undefined })],
    ["nothing", {}],
  ])("takes %s for no job", (_, fields) => {
    expect(readJob(fields)).toBeUndefined();
  });
});

// Each change that shared/job.py allows, and what `seq` does in it.
const TRANSITIONS: readonly (readonly [string, object, object])[] = [
  ["queued -> waiting", queued(), queued({ slot: "waiting", updatedAt: at(1) })],
  ["queued -> waiting, by the API", queued(), queued({ waiting: true, updatedAt: at(1) })],
  [
    "waiting -> queued",
    queued({ slot: "waiting" }),
    queued({ slot: "held", updatedAt: at(1), dispatch: 2 }),
  ],
  ["queued -> running", queued(), running(0, 1)],
  ["queued -> cancelled", queued(), succeeded(0, { status: "cancelled" })],
  ["waiting -> cancelled", queued({ slot: "waiting" }), succeeded(0, { status: "cancelled" })],
  ["queued -> failed", queued(), failed(0)],
  ["running -> running", running(10, 2), running(20, 3)],
  [
    "running -> cancellation requested",
    running(10, 2),
    running(10, 2, { cancelRequested: true, updatedAt: at(1) }),
  ],
  ["running -> queued", running(10, 2), queued({ progress: { percent: 10, message: "", seq: 2 } })],
  ["running -> suspended", running(10, 2), suspended(2)],
  ["suspended -> queued", suspended(2), queued({ progress: { percent: 60, message: "", seq: 2 } })],
  ["suspended -> running", suspended(2), running(60, 3)],
  ["suspended -> cancelled", suspended(2), succeeded(2, { status: "cancelled" })],
  ["running -> succeeded", running(10, 2), succeeded(3)],
  ["running -> failed", running(10, 2), failed(2)],
  ["running -> cancelled", running(10, 2), succeeded(2, { status: "cancelled" })],
  ["failed -> queued", failed(2), queued({ progress: { percent: 0, message: "", seq: 3 } })],
  [
    "cancelled -> queued",
    succeeded(2, { status: "cancelled" }),
    queued({ progress: { percent: 0, message: "", seq: 3 } }),
  ],
];

describe("which version is newer", () => {
  it.each(TRANSITIONS)("%s goes forward, and never back", (_, before, after) => {
    const [old, young] = [job({ ...before }), job({ ...after })];
    expect(newerOf(young, old)).toBe(young);
    expect(newerOf(old, young)).toBe(young);
  });

  it("uses no clock where seq and state decide: a worker's may be behind", () => {
    const young = job(running(20, 3, { updatedAt: at(-5) }));
    expect(newerOf(young, job(running(10, 2)))).toBe(young);
  });

  it("tells dispatches apart by their number, not by the time of their write", () => {
    const third = job(queued({ dispatch: 3 }));
    expect(newerOf(job(queued({ dispatch: 2, updatedAt: at(9) })), third)).toBe(third);
  });

  it("keeps the known version, itself, where the other one says the same", () => {
    const known = job(running(10, 2));
    expect(newerOf(job(running(10, 2)), known)).toBe(known);
  });
});

describe("what a pending action shows", () => {
  it.each([
    ["cancel", queued(), { state: "cancelled", pending: "cancel" }],
    ["cancel", queued({ slot: "waiting" }), { state: "cancelled", pending: "cancel" }],
    ["cancel", running(40, 3), { state: "running", isCancelling: true, pending: "cancel" }],
    ["cancel", suspended(3), { state: "cancelled", pending: "cancel" }],
    ["answer", suspended(3), { state: "suspended", pending: "answer" }],
    ["retry", failed(3), { state: "queued", pending: "retry" }],
    ["retry", succeeded(3, { status: "cancelled" }), { state: "queued", pending: "retry" }],
  ] as const)("%s is shown at once", (action, before, expected) => {
    expect(withPendingAction(job(before), action)).toMatchObject(expected);
  });

  it.each([
    ["cancel", succeeded(3)],
    ["cancel", failed(3)],
    ["retry", succeeded(3)],
    ["retry", queued()],
    ["retry", running(1, 1)],
    ["retry", suspended(1)],
  ] as const)("%s changes nothing where the server will refuse it", (action, before) => {
    const known = job(before);
    expect(withPendingAction(known, action)).toBe(known);
  });
});

it.each([
  [queued(), "queued", false],
  [queued({ waiting: true }), "queued", false],
  [queued({ slot: "waiting" }), "queued", false],
  [running(1, 1), "running", false],
  [suspended(1), "suspended", false],
  [succeeded(1), "succeeded", true],
  [failed(1), "failed", true],
  [succeeded(1, { status: "cancelled" }), "cancelled", true],
])("knows a state's status, and whether it is an end", (fields, status, isEnd) => {
  expect(job(fields).status).toBe(status);
  expect(hasEnded(job(fields))).toBe(isEnd);
});
