/** A career report, as a person reads it. */
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import { PartJobs } from "../../../../../src/app/results/career-report/PartJobs.js";
import { PaySection } from "../../../../../src/app/results/career-report/PaySection.js";
import { Plan } from "../../../../../src/app/results/career-report/Plan.js";
import { factsOf } from "../../../../../src/app/results/career-report/Result.js";
import { ResumeSection } from "../../../../../src/app/results/career-report/ResumeSection.js";
import type { CareerReport } from "../../../../../src/app/results/career-report/schemas.js";
import { partsOf } from "../../../../../src/app/results/career-report/Statements.js";
import found from "../../../support/results/career-report.json";

const REPORT = found as CareerReport;
const { parts, skills, pay, resume } = REPORT;
const [first] = parts;

afterEach(cleanup);

describe("a report", () => {
  it("comes to what its parts found", () => {
    expect(factsOf(REPORT).map(({ value }) => value)).toEqual(["28", "42", "$149,000", "7"]);
  });

  it("has no fact of a part that is missing", () => {
    const left = { ...REPORT, skills: undefined, pay: undefined } as unknown as CareerReport;
    expect(factsOf(left).map(({ meaning }) => meaning)).toEqual(["things to change"]);
  });

  it("says the pay of all places where nothing is known of one's own", () => {
    const elsewhere = { ...REPORT, pay: { ...pay, here: undefined } } as unknown as CareerReport;
    const [, , paid] = factsOf(elsewhere);
    expect(paid).toEqual({ value: "$130,500", meaning: "median pay, all places" });
  });
});

describe("the plan", () => {
  it("has its steps in order, each statement with the job that found it out", () => {
    if (!skills || !first) throw new Error("the report has no plan");
    render(<Plan part={skills} links={parts} />);
    const [step] = screen.getAllByRole("listitem");
    expect(step?.textContent).toContain("Apache Spark");
    const [link] = screen.getAllByRole("link", { name: "From Skill gap" });
    expect(link?.getAttribute("href")).toBe(`/jobs/${first.jobId}`);
    expect(link?.title).toBe("gaps.0.demandShare = 0.568");
  });

  it("names each part of a statement once", () => {
    const source = { part: "skills", figure: "gaps.0.skill" } as const;
    const both = { text: "", sources: [source, source, { ...source, part: "resume" } as const] };
    expect(partsOf(both)).toEqual(["skills", "resume"]);
  });
});

describe("pay", () => {
  it("has a row for the place and one for all places", () => {
    if (!pay) throw new Error("the report has no pay");
    render(<PaySection part={pay} links={parts} />);
    const rows = screen.getAllByRole("rowheader").map(({ textContent }) => textContent);
    expect(rows).toEqual(["US West", "All places"]);
  });
});

describe("the résumé", () => {
  it("offers a better report where none was sent", () => {
    render(<ResumeSection part={undefined} links={parts.slice(0, 2)} />);
    expect(screen.getByText(/Send your résumé with the next report/)).toBeTruthy();
  });

  it("says nothing where its review failed: the part that is missing says why", () => {
    const { container } = render(<ResumeSection part={undefined} links={parts} />);
    expect(container.textContent).toBe("");
  });

  it("has its changes in order", () => {
    render(<ResumeSection part={resume} links={parts} />);
    expect(screen.getAllByRole("listitem")[0]?.textContent).toContain("You have Apache Kafka");
  });
});

describe("the parts", () => {
  it("say why one is missing, and lead to each job", () => {
    const failed = { ...parts[3], whyMissing: "There is too little text." } as (typeof parts)[0];
    render(<PartJobs links={[...parts.slice(0, 3), failed]} />);
    expect(screen.getByText("There is too little text.")).toBeTruthy();
    expect(screen.getAllByRole("link")).toHaveLength(4);
    expect(screen.getByText("Résumé review: missing")).toBeTruthy();
  });
});
