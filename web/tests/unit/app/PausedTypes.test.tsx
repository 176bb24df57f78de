/** The paused types on the console's page: why and until when, and what an operator does. */
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { SessionContext, type Session } from "../../../src/app/auth/signIn.js";
import { PausedTypes } from "../../../src/app/pages/operator/PausedTypes.js";

const api = {
  pauses: vi.fn(),
  jobTypes: vi.fn(),
  pauseType: vi.fn(),
  resumeType: vi.fn(),
};
let types: Record<string, object>;

afterEach(cleanup);

beforeEach(() => {
  types = {};
  api.pauses.mockReset().mockImplementation(() => Promise.resolve({ types: { ...types } }));
  api.jobTypes.mockReset().mockResolvedValue([{ type: "first-type" }, { type: "second-type" }]);
  api.pauseType.mockReset().mockImplementation((type: string, reason: string) => {
    types[type] = { by: "operator", since: "2026-12-01T10:00:00Z", until: null, reason };
    return Promise.resolve({ done: 0, refused: [] });
  });
  api.resumeType.mockReset().mockImplementation((type: string) => {
    types = Object.fromEntries(Object.entries(types).filter(([name]) => name !== type));
    return Promise.resolve({ done: 1, refused: [] });
  });
});

function show(isOperator: boolean): void {
  const session = { api, person: { isOperator } } as unknown as Session;
  render(
    <SessionContext value={session}>
      <PausedTypes />
    </SessionContext>,
  );
}

it("pauses the chosen type with a reason, shows it, and resumes it", async () => {
  show(true);
  await screen.findByText("No type is paused.");
  fireEvent.change(await screen.findByLabelText("Type"), { target: { value: "second-type" } });
  fireEvent.change(screen.getByLabelText("Why"), { target: { value: "  The index is rebuilt. " } });
  fireEvent.click(screen.getByRole("button", { name: "Pause" }));
  await screen.findByText(/: The index is rebuilt\.$/);
  expect(api.pauseType.mock.calls).toEqual([["second-type", "The index is rebuilt."]]);
  fireEvent.click(screen.getByRole("button", { name: /^Resume / }));
  await screen.findByText("No type is paused.");
  expect(api.resumeType.mock.calls).toEqual([["second-type"]]);
});

it("says until when a provider has no quota, and shows a viewer no button", async () => {
  types["first-type"] = { by: "quota", since: null, until: "2026-12-01T10:00:00Z", reason: null };
  show(false);
  await screen.findByText(/a provider has no quota until 10:00:00/);
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.queryByLabelText("Why")).toBeNull();
});

it("says why it did not work, and what is true then", async () => {
  show(true);
  await screen.findByText("No type is paused.");
  api.pauseType.mockImplementationOnce(() => Promise.reject(new Error("away")));
  fireEvent.change(await screen.findByLabelText("Why"), { target: { value: "Why." } });
  fireEvent.click(screen.getByRole("button", { name: "Pause" }));
  await screen.findByRole("alert");
  expect(screen.getByText("No type is paused.")).toBeTruthy();
});
