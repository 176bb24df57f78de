/** The queues on the console's page: whether they are paused, and what an operator does. */
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";

import { SessionContext, type Session } from "../../../src/app/auth/signIn.js";
import { QueueSwitches } from "../../../src/app/pages/operator/QueueSwitches.js";

const requested = vi.hoisted(() => vi.fn());
vi.mock("../../../src/jobs/request.js", () => ({ request: requested }));
vi.mock("../../../src/jobs/index.js", async (original) => ({
  ...(await original<object>()),
  useJobsClient: () => "client",
}));

const paused = { jobs: false, webhooks: false };

// What asks is loaded when it is needed: here before, so that no test waits for that.
beforeAll(() => import("../../../src/app/menus/Ask.js"));
afterEach(cleanup);

beforeEach(() => {
  paused.jobs = paused.webhooks = false;
  requested.mockReset().mockImplementation((_: unknown, path: string, init?: { body: string }) => {
    if (init) {
      const { queue } = JSON.parse(init.body) as { queue: keyof typeof paused };
      paused[queue] = path === "/operator/pause-queue";
      return Promise.resolve({ done: 1, refused: [] });
    }
    const queues = Object.entries(paused).map(([queue, is]) => ({ queue, paused: is }));
    return Promise.resolve({ queues });
  });
});

function show(isOperator: boolean): void {
  const session = { person: { isOperator } } as unknown as Session;
  render(
    <SessionContext value={session}>
      <QueueSwitches />
    </SessionContext>,
  );
}

it("pauses a queue after asking, says what that means, and resumes it at once", async () => {
  show(true);
  fireEvent.click(await screen.findByRole("button", { name: "Pause the queue of jobs…" }));
  fireEvent.click(await screen.findByRole("button", { name: "Pause" }));
  await screen.findByText("The queue of jobs is paused.");
  expect(screen.getByText(/none begins until it is resumed/)).toBeTruthy();
  expect(screen.getByText("The queue of webhooks runs.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Resume the queue of jobs" }));
  await screen.findByText("The queue of jobs runs.");
});

it("changes nothing when the question is answered with no", async () => {
  show(true);
  fireEvent.click(await screen.findByRole("button", { name: "Pause the queue of webhooks…" }));
  fireEvent.click(await screen.findByRole("button", { name: "Leave it" }));
  await waitFor(() => {
    expect(screen.queryByRole("alertdialog")).toBeNull();
  });
  expect(requested.mock.calls.map(([, path]) => path as string)).toEqual(["/operator/queues"]);
});

it("shows a viewer the state, and no button", async () => {
  paused.jobs = true;
  show(false);
  await screen.findByText("The queue of jobs is paused.");
  expect(screen.queryByRole("button")).toBeNull();
});

it("says why it did not work", async () => {
  show(true);
  const button = await screen.findByRole("button", { name: "Pause the queue of jobs…" });
  requested.mockImplementationOnce(() => Promise.reject(new Error("away")));
  fireEvent.click(button);
  fireEvent.click(await screen.findByRole("button", { name: "Pause" }));
  await screen.findByRole("alert");
  expect(screen.getByText("The queue of jobs runs.")).toBeTruthy();
});
