/** What this device keeps of a user is read with care: another version may have written it. */
import { beforeEach, describe, expect, it } from "vitest";

import { openDeviceStorage } from "../../../src/jobs/device/deviceStorage.js";
import { hasEnded, type EndedJob } from "../../../src/jobs/model/jobState.js";
import { at, job, succeeded } from "../support/documents.js";

const KEY = "careerlens-jobs:ada:state";
const NOW = Date.parse(at(0));
const WHOLE = { v: 2, since: NOW - 1_000, notified: { a: 0 }, dismissed: { b: 1 } };

beforeEach(() => {
  localStorage.clear();
});

const keep = (value: unknown) => {
  localStorage.setItem(KEY, typeof value === "string" ? value : JSON.stringify(value));
};
const read = () => JSON.parse(localStorage.getItem(KEY) ?? "null") as unknown;

function ended(seconds: number): EndedJob {
  const found = job(succeeded(2, { finishedAt: at(seconds) }));
  if (!hasEnded(found)) throw new Error("It has not ended.");
  return found;
}

it("takes what it has kept itself, with its version", () => {
  keep(WHOLE);
  const storage = openDeviceStorage("ada", NOW);
  expect([storage.unfinished(), storage.isDismissed("b")]).toEqual([["a"], true]);
  storage.noteUnfinished("c");
  expect(read()).toEqual({ ...WHOLE, notified: { a: 0, c: 0 } });
});

describe.each([
  ["no JSON", "{"],
  ["a text", '"state"'],
  ["a number", 3],
  ["a list", []],
  ["an empty object", {}],
  ["the form before it had a version", { ...WHOLE, v: undefined }],
  ["another version", { ...WHOLE, v: 1 }],
  ["no time", { ...WHOLE, since: "now" }],
  ["no maps", { v: 2, since: 1 }],
  ["null for a map", { ...WHOLE, notified: null }],
  ["a list for a map", { ...WHOLE, dismissed: [1] }],
  ["texts in a map", { ...WHOLE, notified: { a: "0" } }],
])("%s", (_, kept) => {
  it("is forgotten when the page opens", () => {
    keep(kept);
    const storage = openDeviceStorage("ada", NOW);
    expect([storage.unfinished(), storage.isDismissed("b")]).toEqual([[], false]);
    storage.dismiss("c", true);
    expect(read()).toEqual({ v: 2, since: NOW, notified: {}, dismissed: { c: 1 } });
  });

  it("is not taken from another tab", () => {
    const storage = openDeviceStorage("ada", NOW);
    storage.noteUnfinished("a");
    keep(kept);
    storage.refresh();
    expect(storage.unfinished()).toEqual(["a"]);
  });
});

it("has first seen the user now at the latest, whatever a clock once said", () => {
  keep({ ...WHOLE, since: NOW + 86_400_000 });
  const storage = openDeviceStorage("ada", NOW);
  expect([-1, 1].map((seconds) => storage.needsNotification(ended(seconds)))).toEqual([
    false,
    true,
  ]);
});
