/** What the form asks, as the API takes it. */
import { expect, it } from "vitest";

import { BEGINNING, recurrenceOf } from "../../../../../src/app/pages/repeating/recurrence.js";

const ZONE = "Europe/Berlin";

it.each([
  [
    { often: "day", time: "08:05" },
    { cron: "5 8 * * *", timeZone: ZONE },
  ],
  [
    { often: "week", time: "00:00", day: "0" },
    { cron: "0 0 * * 0", timeZone: ZONE },
  ],
  [{ often: "hours", hours: "12" }, { everyHours: 12 }],
  [
    { often: "cron", cron: " 0 8 * * MON " },
    { cron: "0 8 * * MON", timeZone: ZONE },
  ],
] as const)("takes %o as %o", (chosen, recurrence) => {
  expect(recurrenceOf({ ...BEGINNING, ...chosen }, ZONE)).toEqual(recurrence);
});
