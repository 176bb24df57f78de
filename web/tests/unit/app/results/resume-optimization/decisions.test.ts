/** What was decided, and the text that comes of it. */
import { describe, expect, it } from "vitest";

import {
  choicesOf,
  coverageOf,
  cut,
  hasWord,
  textOf,
  type Decisions,
} from "../../../../../src/app/results/resume-optimization/decisions.js";
import { acceptedOf } from "../../../../../src/app/results/resume-optimization/Documents.js";
import {
  linesOf,
  withoutMarker,
} from "../../../../../src/app/results/resume-optimization/lines.js";
import type {
  Keyword,
  ResumeOptimization,
} from "../../../../../src/app/results/resume-optimization/schemas.js";
import { nextOf } from "../../../../../src/app/results/resume-optimization/useDecisions.js";

const TEXT = "Ada Example 🚀\nWORK\n• I built a\n• I led b…\n";
const at = (part: string): number => Array.from(TEXT.slice(0, TEXT.indexOf(part))).length;
const change = (text: string, after: string) => ({
  start: at(text),
  end: at(text) + Array.from(text).length,
  text,
  after,
  kind: "rewrite",
  reason: "A reason.",
  differences: [
    { kind: "removed", text },
    { kind: "added", text: after },
  ],
});
const RESULT = {
  resumeText: TEXT,
  changes: [change("I built a", "Built a"), change("I led b", "Led b")],
  characterChanges: [
    { text: "•", after: "-", places: [at("• I built"), at("• I led")], reason: "Plain." },
    { text: "…", after: "...", places: [at("…")], reason: "Plain." },
  ],
  sections: [
    { kind: "contact", title: "", start: 0, end: at("WORK") },
    { kind: "experience", title: "WORK", start: at("WORK"), end: 100 },
  ],
} as unknown as ResumeOptimization;
const CHOICES = choicesOf(RESULT);
const made = (decisions: Decisions): string => textOf(cut(TEXT, CHOICES), decisions);

describe("decisions about a résumé", () => {
  it("are numbered in the order of the text, kinds of characters behind", () => {
    expect(CHOICES.map(({ number, places }) => [number, places.length])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 1],
    ]);
  });

  it("leave the text as it was where nothing is decided, or one's own is kept", () => {
    expect(made({})).toBe(TEXT);
    expect(made({ 1: { is: "kept" }, 3: { is: "kept" } })).toBe(TEXT);
  });

  it("change what was accepted and nothing else, and a character in all its places", () => {
    expect(made({ 2: { is: "accepted" }, 3: { is: "accepted" } })).toBe(
      "Ada Example 🚀\nWORK\n- I built a\n- Led b…\n",
    );
  });

  it("take one's own words", () => {
    expect(made({ 1: { is: "accepted", text: "Made a" } })).toContain("• Made a\n");
  });

  it("go to the API by their numbers", () => {
    const decisions: Decisions = {
      1: { is: "accepted", text: "Made a" },
      2: { is: "kept" },
      3: { is: "accepted" },
    };
    expect(acceptedOf(decisions)).toEqual([{ number: 1, text: "Made a" }, { number: 3 }]);
  });

  it("lead from one that waits to the next, and from the last to the first", () => {
    expect(nextOf(CHOICES, {})).toBe(1);
    expect(nextOf(CHOICES, { 2: { is: "kept" } }, 2)).toBe(3);
    expect(nextOf(CHOICES, { 3: { is: "kept" }, 4: { is: "kept" } }, 4)).toBe(1);
    const all = Object.fromEntries(CHOICES.map(({ number }) => [number, { is: "kept" } as const]));
    expect(nextOf(CHOICES, all)).toBeUndefined();
  });
});

describe("the page of a résumé", () => {
  it("has its name, headings and items; a changed line is one", () => {
    const lines = linesOf(
      cut(TEXT, choicesOf({ ...RESULT, characterChanges: [] })),
      RESULT.sections,
    );
    expect(lines.map(({ kind }) => kind)).toEqual(["name", "heading", "item", "item", "blank"]);
    expect(withoutMarker(lines[2]?.pieces ?? [])[0]?.text).toBe("");
    expect(lines[3]?.start).toBe(at("• I led"));
  });
});

describe("keywords", () => {
  const keyword = (name: string, before: string, after: string, share: number): Keyword =>
    ({ keyword: name, before, after, demandShare: share }) as Keyword;
  const KEYWORDS = [
    keyword("SQL", "exact", "exact", 0.5),
    keyword("C++", "synonym", "exact", 0.25),
    keyword("AWS", "missing", "missing", 0.25),
  ];

  it("count by weight, as the text has them now", () => {
    expect(coverageOf(KEYWORDS, "SQL, cpp")).toBe(50);
    expect(coverageOf(KEYWORDS, "SQL, C++ (cpp)")).toBe(75);
    expect(coverageOf([], "")).toBe(0);
  });

  it("are whole words, whatever signs they have", () => {
    expect(hasWord("I know C++.", "C++")).toBe(true);
    expect(hasWord("NoSQL", "SQL")).toBe(false);
  });
});
