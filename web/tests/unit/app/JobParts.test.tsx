/** The parts of a job that awaits them, as its owner sees them on its page. */
import { act, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { SessionContext, type Session } from "../../../src/app/auth/signIn.js";
import JobParts from "../../../src/app/pages/job/JobParts.js";
import { lineOf } from "../../../src/app/jobWords.js";
import { JobsProvider, type JobState } from "../../../src/jobs/index.js";
import type { JobDocument } from "../../../src/jobs/model/readJob.js";
import { settle } from "../support/cloud.js";
import { failed, job, running, succeeded, suspended } from "../support/documents.js";
import { signedIn } from "../support/signedIn.js";

const here = signedIn(60);

it("shows how each part stands, and leads to it", async () => {
  const parts = [
    running(40, 3, { jobId: "one", title: "The first", parentId: "whole" }),
    succeeded(5, { jobId: "two", title: "The second", parentId: "whole" }),
  ];
  render(
    <JobsProvider client={here.client}>
      <JobParts job={gathering()} />
    </JobsProvider>,
  );
  await act(settle);
  for (const part of parts) await act(() => here.cloud.showOne(part));
  expect(screen.getByRole("link", { name: "The first" }).getAttribute("href")).toBe("/jobs/one");
  expect(screen.getByText("40 done")).toBeDefined();
  expect(screen.getByText("Two gaps found.")).toBeDefined();
});

function gathering(fields: JobDocument = {}): JobState {
  const gather = { name: "parts", children: ["one", "two"], stopsAtFailure: false };
  return job(suspended(3, { question: undefined, gather, ...fields }));
}

it("reads which there are where the job awaits them no more", async () => {
  const list = vi.fn(() => Promise.resolve({ jobs: [job(succeeded(5, { jobId: "two" }))] }));
  const session = { api: { list } } as unknown as Session;
  render(
    <SessionContext value={session}>
      <JobsProvider client={here.client}>
        <JobParts job={job(failed(7, { jobId: "whole" }))} />
      </JobsProvider>
    </SessionContext>,
  );
  await act(settle);
  await act(() => here.cloud.showOne(succeeded(5, { jobId: "two", title: "The second" })));
  expect(list).toHaveBeenCalledWith(expect.objectContaining({ parent: "whole" }));
  expect(screen.getByRole("link", { name: "The second" })).toBeDefined();
  expect(screen.queryByText(/when they have ended/)).toBeNull();
});

it("says how many parts a job waits for", () => {
  expect(lineOf(gathering())).toBe("Waiting for its 2 parts.");
});
