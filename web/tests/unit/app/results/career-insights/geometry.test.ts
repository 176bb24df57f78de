/** Where charts put numbers. */
import { describe, expect, it } from "vitest";

import {
  lineOf,
  payAxis,
  payBar,
  roundStep,
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

describe("the line of postings", () => {
  const months = [month("2026-01", 0), month("2026-02", 10), month("2026-03", 5, false)];

  it("runs over the whole width, with 0 at its foot and a round value at its top", () => {
    const { points: at, ticks } = lineOf(months, 100, 50);
    expect(at.map(({ x, y }) => [x, y])).toEqual([
      [0, 50],
      [50, 50 - (10 / 10) * 50],
      [100, 25],
    ]);
    expect(ticks.map(({ value }) => value)).toEqual([0, 5, 10]);
  });

  it("is broken to a month that is not over", () => {
    const { path, openPath } = lineOf(months, 100, 50);
    expect(path).toBe("M0.0 50.0L50.0 0.0");
    expect(openPath).toBe("M50.0 0.0L100.0 25.0");
  });

  it("is drawn also for one month, and for none", () => {
    expect(lineOf([month("2026-01", 3)], 100, 50).points[0]?.x).toBe(50);
    expect(lineOf([], 100, 50).path).toBe("");
  });
});
