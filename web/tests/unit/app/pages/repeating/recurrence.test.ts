/** What the form asks, as the API takes it. */
import { expect, it } from "vitest";

import {
  BEGINNING,
  recurrenceOf,
  recurrenceText,
} from "../../../../../src/app/pages/repeating/recurrence.js";

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

it.each([
  [{ everyHours: 6 }, "Every 6 hours"],
  [{ cron: "5 8 * * *" }, "Every day at 08:05 (Europe/Berlin)"],
  [{ cron: "0 0 * * 0" }, "Every week on Sunday at 00:00 (Europe/Berlin)"],
  [{ cron: "0 8 * * MON-FRI" }, "0 8 * * MON-FRI (Europe/Berlin)"],
  [{ cron: "0 8 1 * *" }, "0 8 1 * * (Europe/Berlin)"],
] as const)("says %o as %s", (recurrence, words) => {
  expect(recurrenceText({ timeZone: ZONE, ...recurrence })).toBe(words);
});
