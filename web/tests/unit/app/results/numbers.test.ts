/** Numbers as texts. */
import { describe, expect, it } from "vitest";

import {
  dollars,
  monthName,
  percent,
  points,
  relative,
  thousands,
} from "../../../../src/app/results/numbers.js";

describe("numbers as texts", () => {
  it.each([
    [percent(0.345), "35 %"],
    [points(0.16), "+16 points"],
    [points(-0.011), "−1 point"],
    [points(0), "±0 points"],
    [relative(-0.052), "−5 %"],
    [thousands(126_500), "$127k"],
    [dollars(2949), "+$2,900"],
    [dollars(-12_050), "−$12,100"],
    [monthName("2026-03-01", "en"), "Mar 2026"],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });
});
