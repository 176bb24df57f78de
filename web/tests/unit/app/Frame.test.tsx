/** What stands around every page: how many jobs are under way. */
import { act, render } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { SessionContext, type Session } from "../../../src/app/auth/signIn.js";
import { Frame } from "../../../src/app/Frame.js";
import { nameOf } from "../../../src/app/jobWords.js";
import { JobsProvider } from "../../../src/jobs/index.js";
import { settle } from "../support/cloud.js";
import { running, succeeded } from "../support/documents.js";
import { signedIn } from "../support/signedIn.js";

const here = signedIn(60);

it("counts what is under way, and a job with its parts as one", async () => {
  const types = [{ type: "skill-gap-analysis", title: "Gap", icon: "bars" }];
  const jobTypes = () => Promise.resolve(types);
  const session = { person: { uid: "ada", name: "Ada" }, api: { jobTypes } } as unknown as Session;
  render(
    <SessionContext value={session}>
      <JobsProvider client={here.client}>
        <Frame>{null}</Frame>
      </JobsProvider>
    </SessionContext>,
  );
  await act(settle);
  await act(() =>
    here.cloud.show([
      running(40, 3, { jobId: "whole" }),
      running(10, 2, { jobId: "part", parentId: "whole" }),
      succeeded(5, { jobId: "over" }),
    ]),
  );
  // Untitled jobs are called as their type says that it is called.
  await vi.waitFor(() => {
    expect(nameOf({ type: "skill-gap-analysis" })).toBe("Gap");
  });
  expect(document.querySelector(".count")?.textContent).toMatch(/^1 /);
});
