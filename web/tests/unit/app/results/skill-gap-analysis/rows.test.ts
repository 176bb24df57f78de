/** The table of skills, and the path on its weeks. */
import { describe, expect, it } from "vitest";

import { oneByOne } from "../../../../../src/app/messages/en/skillGapAnalysis.js";
import {
  inOrder,
  planOf,
  rowsOf,
  splitStep,
  weekTicks,
} from "../../../../../src/app/results/skill-gap-analysis/rows.js";
import type {
  PathStep,
  SkillGapAnalysis,
} from "../../../../../src/app/results/skill-gap-analysis/schemas.js";

const RESULT = {
  requiredSkills: [
    { skill: "SQL", demandShare: 0.8, demandChange: -0.1, demandChangeIsClear: true, tier: "core" },
    { skill: "AWS", demandShare: 0.5, tier: "core", payEffectUsd: 5_000, payEffectIsClear: true },
    { skill: "Git", demandShare: 0.3, tier: "common", payEffectUsd: 9_000 },
  ],
  metSkills: [{ skill: "SQL", demandShare: 0.8, shownBy: "PostgreSQL" }],
  gaps: [
    { skill: "AWS", rank: 1, learnHours: 80, demandShare: 0.5, tier: "core" },
    { skill: "Git", rank: 2, learnHours: 15, demandShare: 0.3, tier: "common" },
  ],
  narrative: { gapReasons: [{ skill: "AWS", reason: "Half of the postings ask for it." }] },
} as unknown as SkillGapAnalysis;

const names = (order: "share" | "pay" | "hours"): readonly string[] =>
  inOrder(rowsOf(RESULT), order).map(({ skill }) => skill);

describe("the rows of skills", () => {
  it("have what each skill is worth, of a hundred", () => {
    expect(rowsOf(RESULT).map(({ points }) => points)).toEqual([50, 31, 19]);
  });

  it("have the year before only where it is known, and pay only where chance does not explain it", () => {
    const [sql, aws, git] = rowsOf(RESULT);
    expect(sql).toMatchObject({ shownBy: "PostgreSQL", isClear: true, payUsd: undefined });
    expect(sql?.earlier).toBeCloseTo(0.9);
    expect(aws).toMatchObject({ payUsd: 5_000, earlier: undefined });
    expect(aws?.reason).toMatch(/^Half/u);
    expect(git?.payUsd).toBeUndefined();
  });

  it("stand in the order that is chosen, and without a value last", () => {
    expect(names("share")).toEqual(["SQL", "AWS", "Git"]);
    expect(names("pay")).toEqual(["AWS", "SQL", "Git"]);
    expect(names("hours")).toEqual(["Git", "AWS", "SQL"]);
  });
});

describe("the path", () => {
  const step = (skill: string, hours: number): PathStep => ({
    skill,
    hours,
    order: 1,
    firstWeek: 1,
    lastWeek: 1,
    reason: "required",
    scoreAfter: 40.4,
  });

  it("lies end to end, at any pace", () => {
    const plan = planOf([step("AWS", 60), step("Git", 20)], 8);
    expect(plan.map(({ from, to }) => [from, to])).toEqual([
      [0, 0.75],
      [0.75, 1],
    ]);
    expect(plan.map(({ firstWeek, lastWeek }) => [firstWeek, lastWeek])).toEqual([
      [1, 8],
      [8, 10],
    ]);
    expect(planOf([step("AWS", 60)], 4)[0]?.lastWeek).toBe(15);
    expect(plan[0]?.scoreAfter).toBe(40);
  });

  it.each([
    [7, 8],
    [36.25, 8],
    [72.5, 8],
    [200, 5],
  ])("of %d weeks has few marks, and none behind its end", (weeks, most) => {
    const ticks = weekTicks(weeks);
    expect(ticks.length).toBeLessThanOrEqual(most);
    expect(ticks.every(([at]) => at <= 1)).toBe(true);
    expect(ticks[0]).toEqual([0, "week 0"]);
  });
});

describe("the first step", () => {
  it("is a title and the rest, where it is written so", () => {
    expect(splitStep("Begin with AWS: 80 hours, until week 10.")).toEqual({
      title: "Begin with AWS",
      rest: "80 hours, until week 10.",
    });
  });

  it("is one text where it is not", () => {
    const text = "Begin with AWS. It takes long: 80 hours.";
    expect(splitStep(text)).toEqual({ title: "What to do first", rest: text });
  });
});

describe("the number of gaps in words", () => {
  it.each([
    [1, "One gap, one after the other."],
    [6, "Six gaps, one after the other."],
    [14, "14 gaps, one after the other."],
  ])("%d", (count, expected) => {
    expect(oneByOne(count)).toBe(expected);
  });
});
