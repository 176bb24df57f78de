/** Axes are true, and labels over marks are over nothing else. */
import { describe, expect, it } from "vitest";

import { sharesUpTo } from "../../../../../src/app/results/charts/Axis.js";
import { alignLabels } from "../../../../../src/app/ui/scaleLabels.js";

describe("an axis of shares", () => {
  it.each([
    [0.08, 0.2, "20%"],
    [0.31, 0.4, "40%"],
    [0.4, 0.4, "40%"],
    [0.55, 0.6, "60%"],
    [0.91, 1, "100%"],
  ])("that holds %d ends at %d, and says so", (largest, end, last) => {
    const axis = sharesUpTo(largest);
    expect(axis.end).toBeCloseTo(end);
    expect(axis.ticks[0]).toEqual([0, "0"]);
    expect(axis.ticks.at(-1)).toEqual([1, last]);
  });

  it("has its numbers where they belong", () => {
    expect(sharesUpTo(0.31).ticks).toEqual([
      [0, "0"],
      [0.25, "10"],
      [0.5, "20"],
      [0.75, "30"],
      [1, "40%"],
    ]);
  });
});

describe("labels over marks", () => {
  it.each([
    [
      [33, 71],
      ["middle", "middle"],
    ],
    [
      [23, 38],
      ["end", "start"],
    ],
    [
      [3, 98],
      ["start", "end"],
    ],
    [[50], ["middle"]],
  ])("of %o stand %o", (values, sides) => {
    expect(alignLabels(values)).toEqual(sides);
  });
});
