/** The pages of a list beside what is live: nothing between the two is missing. */
import { act, renderHook, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { SessionContext, type Session } from "../../../src/app/auth/signIn.js";
import { LIVE, useJobPages } from "../../../src/app/pages/jobs/useJobPages.js";
import { readJob, type JobState } from "../../../src/jobs/index.js";

const NO_FILTER = {};

function jobs(newest: number, count: number): readonly JobState[] {
  return Array.from({ length: count }, (_, each) => {
    const createdAt = new Date(Date.UTC(2026, 10, 23) + (newest - each) * 1000).toISOString();
    const made = readJob({
      ...{ jobId: String(newest - each), type: "a-type", status: "queued", tags: [] },
      ...{ attempt: 0, maxAttempts: 3, createdAt, updatedAt: createdAt },
      progress: { percent: 0, message: "", seq: 0 },
    });
    if (!made) throw new Error("not a job");
    return made;
  });
}

/** Show the pages of a user who has so many jobs, numbered from 1, and say what was read. */
function show(state: { count: number }) {
  const cursors: (string | undefined)[] = [];
  const list = ({ cursor, limit }: Readonly<Record<string, string | undefined>>) => {
    cursors.push(cursor);
    const newest = cursor === undefined ? state.count : Number(cursor);
    const size = Math.min(Number(limit), newest);
    const left = newest - size;
    return Promise.resolve({
      jobs: jobs(newest, size),
      nextCursor: left > 0 ? String(left) : undefined,
    });
  };
  const session = { api: { list } } as unknown as Session;
  const shown = renderHook(({ live }) => useJobPages(NO_FILTER, live), {
    initialProps: { live: jobs(state.count, Math.min(state.count, LIVE)) },
    wrapper: ({ children }) => <SessionContext value={session}>{children}</SessionContext>,
  });
  const ids = (): number[] => shown.result.current.jobs.map(({ jobId }) => Number(jobId));
  return { ...shown, ids, cursors };
}

describe("the pages of a list", () => {
  it("are read one after the other until there are no older jobs", async () => {
    const { result, ids, cursors } = show({ count: 120 });
    await waitFor(() => {
      expect(ids()).toHaveLength(50);
    });
    for (const length of [100, 120]) {
      act(() => {
        result.current.readMore();
      });
      await waitFor(() => {
        expect(ids()).toHaveLength(length);
      });
    }
    expect(result.current).toMatchObject({ hasMore: false, isComplete: true });
    expect(cursors).toEqual([undefined, "70", "20"]);
  });

  it("are read anew where more jobs came than are live, and joined to those that are there", async () => {
    const state = { count: 60 };
    const { rerender, ids, cursors } = show(state);
    await waitFor(() => {
      expect(ids()).toHaveLength(50);
    });
    state.count = 60 + 70;
    rerender({ live: jobs(state.count, LIVE) });
    await waitFor(() => {
      expect(new Set(ids()).size).toBe(50 + 70);
    });
    expect(cursors).toEqual([undefined, undefined, "80"]);
  });

  it("begin again where too many came", async () => {
    const state = { count: 10 };
    const { rerender, result, ids } = show(state);
    await waitFor(() => {
      expect(ids()).toHaveLength(10);
    });
    state.count = 500;
    rerender({ live: jobs(state.count, LIVE) });
    await waitFor(() => {
      expect(ids()).toHaveLength(200);
    });
    expect(result.current.hasMore).toBe(true);
  });

  it("of a user who had none are known with the first that do not fit", async () => {
    const state = { count: 0 };
    const { rerender, result, ids } = show(state);
    await waitFor(() => {
      expect(result.current.isComplete).toBe(true);
    });
    state.count = 51;
    rerender({ live: jobs(state.count, LIVE) });
    await waitFor(() => {
      expect(ids()).toHaveLength(50);
    });
    expect(result.current.hasMore).toBe(true);
  });
});
