/** The parts of a job that awaits them, as its owner sees them on its page. */
import { act, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import JobParts from "../../../src/app/pages/job/JobParts.js";
import { lineOf } from "../../../src/app/jobWords.js";
import { JobsProvider } from "../../../src/jobs/index.js";
import { settle } from "../support/cloud.js";
import { job, running, succeeded, suspended } from "../support/documents.js";
import { signedIn } from "../support/signedIn.js";

const here = signedIn(60);

it("shows how each part stands, and leads to it", async () => {
  const parts = [
    running(40, 3, { jobId: "one", title: "The first", parentId: "whole" }),
    succeeded(5, { jobId: "two", title: "The second", parentId: "whole" }),
  ];
  render(
    <JobsProvider client={here.client}>
      <JobParts jobIds={["one", "two"]} />
    </JobsProvider>,
  );
  await act(settle);
  for (const part of parts) await act(() => here.cloud.showOne(part));
  expect(screen.getByRole("link", { name: "The first" }).getAttribute("href")).toBe("/jobs/one");
  expect(screen.getByText("40 done")).toBeDefined();
  expect(screen.getByText("Two gaps found.")).toBeDefined();
});

it("says how many parts a job waits for", () => {
  const gather = { name: "parts", children: ["one", "two"], stopsAtFailure: false };
  const whole = job(suspended(3, { question: undefined, gather }));
  expect(lineOf(whole)).toBe("Waiting for its 2 parts.");
});
