/** What stands around every page: how many jobs are under way. */
import { act, render } from "@testing-library/react";
import { expect, it } from "vitest";

import { SessionContext, type Session } from "../../../src/app/auth/signIn.js";
import { Frame } from "../../../src/app/Frame.js";
import { JobsProvider } from "../../../src/jobs/index.js";
import { settle } from "../support/cloud.js";
import { running, succeeded } from "../support/documents.js";
import { signedIn } from "../support/signedIn.js";

const here = signedIn(60);

it("counts what is under way, and a job with its parts as one", async () => {
  const session = { person: { uid: "ada", name: "Ada" }, api: {} } as unknown as Session;
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
  expect(document.querySelector(".count")?.textContent).toMatch(/^1 /);
});
