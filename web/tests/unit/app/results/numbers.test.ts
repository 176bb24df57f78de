/** Numbers as texts. */
import { describe, expect, it } from "vitest";

import {
  counted,
  dayName,
  dollars,
  money,
  monthName,
  percent,
  points,
  relative,
  thousands,
} from "../../../../src/app/results/numbers.js";

describe("numbers as texts", () => {
  it.each([
    [percent(0.345), "35 %"],
    [points(0.16), "+16 pts"],
    [points(-0.011), "−1 pts"],
    [points(0), "0 pts"],
    [relative(-0.052), "−5 %"],
    [thousands(126_500), "$127k"],
    [dollars(2949), "+$2,900"],
    [dollars(-12_050), "−$12,100"],
    [monthName("2026-03-01"), "Mar 2026"],
    [monthName("2026-03-01", { month: "short" }), "Mar"],
    [dayName("2026-09-30"), "30 September 2026"],
    [money(126_500), "$126,500"],
    [counted(1, "gap"), "One gap"],
    [counted(6, "gap"), "Six gaps"],
    [counted(14, "gap"), "14 gaps"],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });
});
