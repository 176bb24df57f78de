/** What changed since the last report of a schedule, as a person reads it. */
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import { changeRows } from "../../../../../src/app/results/career-insights/changes.js";
import type { SinceLast } from "../../../../../src/app/results/career-insights/schemas.js";
import { Since } from "../../../../../src/app/results/career-insights/Since.js";

const SAME = { now: 90_100, earlier: 90_000, change: 0.001 };
const SINCE: SinceLast = {
  jobId: "ada:career-insights:1:a",
  since: "2026-11-01T12:00:00Z",
  dataDate: "2026-10-31",
  postings: { now: 3098, earlier: 2700, change: 0.147, course: "up" },
  pay: {
    lower: SAME,
    median: { now: 104_000, earlier: 100_000, change: 0.04, course: "up" },
    upper: SAME,
  },
  skills: [
    { skill: "Rust", move: "rose", earlierShare: 0.1, demandShare: 0.16 },
    { skill: "Go", move: "came", demandShare: 0.2 },
    { skill: "Perl", move: "went", earlierShare: 0.2 },
  ],
  comparedSkills: 9,
};

afterEach(cleanup);

describe("what changed", () => {
  it("is a row a figure, about the same where it is no more than chance", () => {
    const rows = changeRows(SINCE).map(({ name, change }) => [name, change]);
    expect(rows).toEqual([
      ["Postings in 12 months", "+15%"],
      ["Median pay", "+4%"],
      ["Lower quartile of pay", "about the same"],
      ["Upper quartile of pay", "about the same"],
      ["Rust", "+6 pts"],
      ["Go", "new"],
      ["Perl", "gone"],
    ]);
  });

  it("leads to the report that it is held against", () => {
    render(<Since since={SINCE} />);
    expect(screen.getByRole("heading").textContent).toBe("Since 1 November 2026");
    expect(screen.getByText(/Of 9 skills 3 have clearly moved/)).toBeTruthy();
    const link = screen.getByRole("link", { name: "Open the report of 1 November 2026" });
    expect(link.getAttribute("href")).toBe("/jobs/ada%3Acareer-insights%3A1%3Aa");
  });

  it("says why nothing is compared, without a table", () => {
    const { jobId, since, dataDate } = SINCE;
    const note = "No new postings have been loaded since.";
    render(<Since since={{ jobId, since, dataDate, note }} />);
    expect(screen.getByText(note)).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
  });

  it("is nothing where there is no earlier report", () => {
    const { container } = render(<Since since={undefined} />);
    expect(container.textContent).toBe("");
  });
});
