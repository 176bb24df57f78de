/** A signed-in user's page for each test: an empty device, a held clock, a cloud in the test's hands. */
import { act, cleanup, renderHook } from "@testing-library/react";
import { createElement, type ReactNode } from "react";
import { afterEach, beforeEach, vi } from "vitest";

import type { JobsClient } from "../../../src/jobs/client/jobClient.js";
import { JobsProvider } from "../../../src/jobs/react/JobsProvider.js";
import { at } from "./documents.js";
import { Cloud, settle } from "./cloud.js";

/** The parts of the test that runs: other ones for each. */
export interface SignedIn {
  readonly cloud: Cloud;
  readonly client: JobsClient;
}

/** Sign Ada in before each test of a file, `seconds` after the documents' beginning; clean up after it. */
export function signedIn(seconds = 0): SignedIn {
  const parts = {} as { cloud: Cloud; client: JobsClient };
  beforeEach(async () => {
    vi.useFakeTimers({ now: Date.parse(at(seconds)) });
    localStorage.clear();
    parts.cloud = new Cloud();
    parts.client = parts.cloud.connect();
    await parts.cloud.signIn("ada");
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });
  return parts;
}

/** Render a hook below a client, until everything has happened that needs no time; return its result. */
export async function renderBelow<Result>(
  client: JobsClient,
  hook: () => Result,
): Promise<{ readonly current: Result }> {
  const wrapper = ({ children }: { readonly children: ReactNode }) =>
    createElement(JobsProvider, { client }, children);
  const { result } = renderHook(hook, { wrapper });
  await act(settle);
  return result;
}
