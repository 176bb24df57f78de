/** Numbers, money and times as texts. */
import { describe, expect, it } from "vitest";

import * as intl from "../../../../src/app/messages/intl.js";

describe("numbers as texts", () => {
  it.each([
    [intl.percent(0.345), "35%"],
    [intl.points(0.16), "+16 pts"],
    [intl.points(-0.011), "−1 pts"],
    [intl.points(0), "0 pts"],
    [intl.relative(-0.052), "−5%"],
    [intl.payThousands(126_500), "$127k"],
    [intl.payChange(2949), "+$2,900"],
    [intl.payChange(-12_050), "−$12,100"],
    [intl.pay(126_500), "$126,500"],
    [intl.money(1.918), "$1.92"],
    [intl.money(0.0134), "$0.013"],
    [intl.money(0), "$0.00"],
    [intl.megabytes(1.5 * 1024 ** 2), "1.5"],
    [intl.monthName("2026-03-01"), "Mar 2026"],
    [intl.monthName("2026-03-01", "short"), "Mar"],
    [intl.dayName("2026-09-30"), "30 September 2026"],
    [intl.duration(4_230), "4.2 s"],
    [intl.duration(185_000), "3 min 5 s"],
    [intl.span(8_400), "8 s"],
    [intl.span(150_000), "3 min"],
    [intl.allOf(["Python", "SQL", "Docker"]), "Python, SQL and Docker"],
    [intl.plural(1, { one: "# job", other: "# jobs" }), "1 job"],
    [intl.plural(1400, { one: "# job", other: "# jobs" }), "1,400 jobs"],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });
});
