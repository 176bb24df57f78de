/** The entries of the library besides its index: batches, pages, files, deletion, details, types; and its README. */
import { readFileSync } from "node:fs";

import { act } from "@testing-library/react";
import { expect, it } from "vitest";

import { submitBatch, useBatch } from "../../../src/jobs/batch.js";
import { deleteJob } from "../../../src/jobs/delete.js";
import { readDetails } from "../../../src/jobs/details.js";
import { submitFile } from "../../../src/jobs/files.js";
import { useJobPages } from "../../../src/jobs/pages.js";
import { readJobTypes } from "../../../src/jobs/types.js";
import { settle } from "../support/cloud.js";
import { queued, succeeded } from "../support/documents.js";
import { renderBelow, signedIn } from "../support/signedIn.js";

const here = signedIn();
const ID = queued()["jobId"] as string;

it("begins its README with the example that is built into applications", () => {
  const read = (path: string): string => readFileSync(path, "utf8");
  const [, first] = /```tsx\n([^]*?)```/.exec(read("src/jobs/README.md")) ?? [];
  expect(first).toBe(read("tests/consumers/Example.tsx"));
});

it("reads a list page by page, and another user's from the beginning", async () => {
  const page = await renderBelow(here.client, () => useJobPages({ tag: "cv" }));
  const [first, second] = [queued(), queued({ jobId: "older" })];
  await act(() => here.cloud.take().answer(200, { jobs: [first], nextCursor: "next" }));
  expect(page.current).toMatchObject({ isLoading: false, hasMore: true });
  act(() => {
    page.current.loadMore();
    page.current.loadMore();
  });
  await act(settle);
  const request = here.cloud.take();
  expect(request.path).toBe("/api/jobs?tag=cv&cursor=next");
  await act(() => request.answer(503, { code: "unavailable", detail: "Later." }));
  expect(page.current.error?.message).toBe("Later.");
  act(() => {
    page.current.loadMore();
  });
  await act(settle);
  await act(() => here.cloud.take().answer(200, { jobs: [second] }));
  expect(page.current.jobs.map(({ jobId }) => jobId)).toEqual([ID, "older"]);
  expect(page.current.hasMore).toBe(false);
  await act(() => here.cloud.signIn("bob"));
  expect(page.current).toMatchObject({ jobs: [], isLoading: true });
});

it("sends a file beside its submission, the same file again under the same key", async () => {
  const file = new File(["text"], "cv.txt");
  const other = new File(["text"], "cv.txt");
  const keys: unknown[] = [];
  for (const each of [file, file, other]) {
    submitFile(here.client, { type: "a" }, each).catch(() => undefined);
    await settle();
    const request = here.cloud.take();
    expect([request.method, request.path]).toEqual(["POST", "/api/jobs"]);
    keys.push(request.headers["Idempotency-Key"]);
    await request.breakOff();
  }
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

it("deletes a job", async () => {
  const deleted = deleteJob(here.client, ID);
  await settle();
  const request = here.cloud.take();
  expect([request.method, request.path]).toEqual(["DELETE", `/api/jobs/${ID}`]);
  await request.answer(204);
  await expect(deleted).resolves.toBeUndefined();
});

it("reads a job with its input", async () => {
  const read = readDetails(here.client, ID);
  await settle();
  await here.cloud.take().answer(200, { ...queued(), input: { targetRole: "Cook" } });
  expect((await read).input).toEqual({ targetRole: "Cook" });
});

it("reads the job types once, and again after a failure", async () => {
  const refused = readJobTypes(here.client).catch((error: unknown) => error);
  await settle();
  await here.cloud.take().breakOff();
  expect(await refused).toMatchObject({ code: "unavailable" });
  const read = readJobTypes(here.client);
  await settle();
  await here.cloud.take().answer(200, { jobTypes: [] });
  expect(await read).toEqual([]);
  expect(await readJobTypes(here.client)).toEqual([]);
  expect(here.cloud.requests).toEqual([]);
});

it("submits a batch, the same one again under the same key until it is answered", async () => {
  const jobs = [{ type: "a" }, { type: "b" }];
  const first = submitBatch(here.client, jobs).catch((error: unknown) => error);
  expect(submitBatch(here.client, [...jobs])).toBe(submitBatch(here.client, jobs));
  await settle();
  const lost = here.cloud.take();
  expect([lost.method, lost.path, here.cloud.requests.length]).toEqual([
    "POST",
    "/api/jobs:batch",
    0,
  ]);
  expect(lost.body).toEqual({ jobs });
  submitBatch(here.client, jobs).catch(() => undefined);
  await lost.breakOff();
  expect(await first).toMatchObject({ code: "unavailable" });
  const again = submitBatch(here.client, jobs);
  await settle();
  const request = here.cloud.take();
  expect(request.headers["Idempotency-Key"]).toBe(lost.headers["Idempotency-Key"]);
  await request.answer(202, { batchId: "b1", jobs: [queued({ batchId: "b1" })] });
  expect(await again).toMatchObject({ batchId: "b1", jobs: [{ jobId: ID, batchId: "b1" }] });
  submitBatch(here.client, jobs).catch(() => undefined);
  await settle();
  expect(here.cloud.take().headers["Idempotency-Key"]).not.toBe(lost.headers["Idempotency-Key"]);
});

it("submits another user's batch under a key of its own, were it the same jobs", async () => {
  const keys: unknown[] = [];
  for (const user of ["ada", "bob"]) {
    await here.cloud.signIn(user);
    submitBatch(here.client, [{ type: "a" }]).catch(() => undefined);
    await settle();
    const request = here.cloud.take();
    keys.push(request.headers["Idempotency-Key"]);
    await request.breakOff();
  }
  expect(keys[0]).not.toBe(keys[1]);
});

it("forgets a batch that was refused", async () => {
  const keys: unknown[] = [];
  for (let round = 0; round < 2; round += 1) {
    const refused = submitBatch(here.client, [{ type: "a" }]).catch((error: unknown) => error);
    await settle();
    const request = here.cloud.take();
    keys.push(request.headers["Idempotency-Key"]);
    await request.answer(400, { code: "invalid-argument", detail: "No." });
    expect(await refused).toMatchObject({ status: 400 });
  }
  expect(keys[0]).not.toBe(keys[1]);
});

it("shows how a batch stands, and that it is over once the server says so", async () => {
  const batch = await renderBelow(here.client, () => useBatch("b1"));
  expect(here.cloud.listeners[0]?.target).toEqual({ batch: "b1", limit: 50 });
  const [one, other] = [queued({ batchId: "b1" }), queued({ jobId: "other", batchId: "b1" })];
  await act(() => here.cloud.show([one, other, queued({ jobId: "stranger" })]));
  expect(batch.current).toMatchObject({ isKnown: true, isOver: false });
  expect(batch.current.jobs.map(({ jobId }) => jobId)).toEqual(["other", ID]);
  expect(batch.current.counts).toMatchObject({ queued: 2, succeeded: 0 });
  await act(() => here.cloud.show([succeeded(1, { batchId: "b1" })], true));
  expect(batch.current.isOver).toBe(false);
  await act(() =>
    here.cloud.show([
      succeeded(1, { batchId: "b1" }),
      succeeded(1, { jobId: "other", batchId: "b1" }),
    ]),
  );
  expect(batch.current).toMatchObject({ isOver: true, counts: { succeeded: 2 } });
});

it("shows nothing of no batch", async () => {
  const batch = await renderBelow(here.client, () => useBatch(undefined));
  expect(batch.current).toMatchObject({ jobs: [], isKnown: false, isOver: false });
});
