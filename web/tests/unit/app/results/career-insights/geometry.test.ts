/** Where charts put numbers. */
import { describe, expect, it } from "vitest";

import {
  payAxis,
  payBar,
  roundStep,
  twoYears,
} from "../../../../../src/app/results/career-insights/geometry.js";
import type { Month, Quartiles } from "../../../../../src/app/results/career-insights/schemas.js";

const pay = (lowerUsd: number, medianUsd: number, upperUsd: number): Quartiles => ({
  postings: 10,
  lowerUsd,
  medianUsd,
  upperUsd,
});
const month = (name: string, postings: number, isWhole = true): Month => ({
  month: `${name}-01`,
  postings,
  marketPostings: 100,
  isWhole,
});

describe("round steps", () => {
  it.each([
    [1, 1],
    [1.1, 2],
    [3, 5],
    [7, 10],
    [12_345, 20_000],
    [0.3, 0.5],
    [0, 1],
  ])("the next round number above %d is %d", (raw, round) => {
    expect(roundStep(raw)).toBe(round);
  });
});

describe("the axis of pay", () => {
  it("has round ends that hold every group", () => {
    const axis = payAxis([pay(94_000, 106_000, 132_000), pay(117_000, 135_000, 160_000)]);
    expect(axis).toEqual({
      from: 80_000,
      to: 160_000,
      ticks: [80_000, 100_000, 120_000, 140_000, 160_000],
    });
  });

  it("puts quartiles where they belong", () => {
    const axis = { from: 80_000, to: 160_000, ticks: [] };
    expect(payBar(pay(100_000, 120_000, 160_000), axis)).toEqual({
      start: 25,
      middle: 50,
      end: 100,
    });
  });

  it("holds also a single group whose quartiles are one", () => {
    const axis = payAxis([pay(100_000, 100_000, 100_000)]);
    expect(axis.to).toBeGreaterThan(axis.from);
    expect(payBar(pay(100_000, 100_000, 100_000), axis).middle).toBe(0);
  });
});

describe("a year over the one before", () => {
  const year = (name: string, counts: readonly number[], isWhole = true): readonly Month[] =>
    counts.map((count, index) =>
      month(`${name}-${String(index + 1).padStart(2, "0")}`, count, isWhole || index < 11),
    );
  const flat = (count: number): readonly number[] => Array.from({ length: 12 }, () => count);

  it("has each month beside the same one of the year before", () => {
    const { points: at, earlierPath } = twoYears([
      ...year("2025", flat(4)),
      ...year("2026", flat(8)),
    ]);
    expect(at).toHaveLength(12);
    expect(at.map(({ month: now, earlier }) => [now.month, earlier?.month])[6]).toEqual([
      "2026-07-01",
      "2025-07-01",
    ]);
    expect(earlierPath.startsWith("M0.00 50.00")).toBe(true);
  });

  it("stands on 0, under a round value", () => {
    const { points: at, ticks } = twoYears(year("2026", flat(10)));
    expect(at[0]).toMatchObject({ x: 0, y: 0 });
    expect(at[11]).toMatchObject({ x: 100, y: 0 });
    expect(ticks).toEqual([
      { value: 0, y: 0 },
      { value: 5, y: 50 },
      { value: 10, y: 100 },
    ]);
  });

  it("is broken to a month that is not over", () => {
    const { path, openPath } = twoYears(year("2026", flat(10), false));
    expect(path.match(/[ML]/gu)).toHaveLength(11);
    expect(openPath).toBe("M90.91 0.00L100.00 0.00");
  });

  it("keeps a short year before at its own months", () => {
    const { points: at, earlierPath } = twoYears([
      ...year("2025", flat(4)).slice(9),
      ...year("2026", flat(4)),
    ]);
    expect(at.map(({ earlier }) => earlier?.month).slice(8)).toEqual([
      undefined,
      "2025-10-01",
      "2025-11-01",
      "2025-12-01",
    ]);
    expect(earlierPath.startsWith("M81.82")).toBe(true);
  });

  it("is drawn also for one month, and for none", () => {
    expect(twoYears([month("2026-01", 3)]).points[0]?.x).toBe(50);
    expect(twoYears([])).toMatchObject({ path: "", area: "", points: [] });
  });
});
