/** A job's spans as bars: where each stands, what it is called, and how long it took. */
import { expect, test } from "vitest";

import type { AnyJob } from "../../../src/app/pages/operator/console.js";
import { barsOf } from "../../../src/app/pages/operator/timeline.js";

const START = Date.parse("2026-11-30T12:00:00Z");
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

test("calls stand at their place, with the time that they took together", () => {
  const job = {
    createdAt: at(0),
    finishedAt: at(20),
    spans: [
      { kind: "attempt", name: "1", startsAt: at(0), endsAt: at(20) },
      {
        kind: "model",
        name: "review",
        model: "a-model",
        startsAt: at(5),
        endsAt: at(15),
        calls: 2,
        seconds: 6,
        costUsd: 0.1,
      },
      { kind: "query", name: "roles", startsAt: at(15), endsAt: at(16), calls: 1, seconds: 1 },
    ],
  } as unknown as AnyJob;
  const { bars, whole } = barsOf(job, START);
  expect(whole).toBe(20_000);
  expect(bars.map(({ name }) => name)).toEqual([
    "Attempt 1",
    "a-model: review × 2",
    "Query: roles",
  ]);
  expect(bars[1]).toMatchObject({ start: 0.25, size: 0.5, took: 6000 });
});

test("what a job waited for is said", () => {
  const wait = (name: string, waitsFor?: string): object => ({
    ...{ kind: "waiting", name, waitsFor, startsAt: at(0), endsAt: at(1) },
  });
  const spans = [wait(""), wait("which", "answer"), wait("parts", "parts")];
  const job = { createdAt: at(0), finishedAt: at(20), spans } as unknown as AnyJob;
  expect(barsOf(job, START).bars.map(({ name }) => name)).toEqual([
    "Waited",
    "Waited for an answer: which",
    "Waited for its parts: parts",
  ]);
});
