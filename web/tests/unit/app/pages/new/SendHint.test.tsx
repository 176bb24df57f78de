/** What a form says beside its button of how long its job takes. */
import { act, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { SendHint } from "../../../../../src/app/pages/new/SendHint.js";
import { JobsProvider } from "../../../../../src/jobs/index.js";
import { settle } from "../../../support/cloud.js";
import { at, succeeded } from "../../../support/documents.js";
import { signedIn } from "../../../support/signedIn.js";

const here = signedIn(60);

async function show(mayAsk: boolean): Promise<void> {
  render(
    <JobsProvider client={here.client}>
      <SendHint type="skill-gap-analysis" isKept={false} mayAsk={mayAsk} />
    </JobsProvider>,
  );
  await act(settle);
}

/** Three jobs that took 20 s each. */
async function know(): Promise<void> {
  const times = { startedAt: at(0), finishedAt: at(20) };
  await act(() =>
    here.cloud.show(["a", "b", "c"].map((jobId) => succeeded(3, { jobId, ...times }))),
  );
}

it("promises no time where none is known, and says the usual one where it is", async () => {
  await show(false);
  expect(screen.getByText(/^You see how far it is/)).toBeDefined();
  await know();
  expect(screen.getByText(/^Usually 20 s\. You can leave/)).toBeDefined();
});

it("says that it waits for its owner where it may ask", async () => {
  await show(true);
  await know();
  expect(screen.getByText(/^Usually 20 s\. If it asks you something, it waits/)).toBeDefined();
});
