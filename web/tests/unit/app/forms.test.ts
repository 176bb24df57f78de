/** Files that are judged when they are chosen, drafts that are kept, and names that are offered. */
import { beforeEach, describe, expect, it } from "vitest";

import { faultOfFile, MOST_BYTES } from "../../../src/app/forms/checkFile.js";
import { forgetDrafts, keepDraft, readDraft } from "../../../src/app/forms/drafts.js";
import type { Field } from "../../../src/app/forms/field.js";
import { bestNames, doubtAbout, postingsText } from "../../../src/app/forms/suggestions.js";

describe("a file", () => {
  it.each([
    ["cv.pdf", "%PDF-1.7", undefined],
    ["cv.docx", "PK\u0003\u0004", undefined],
    ["cv.txt", "Jordan Example", undefined],
    ["cv.png", "\u0089PNG", /Only PDF/],
    ["cv.pdf", "<html>", /content is something else/],
    ["cv.txt", "a\0b", /not a plain text/],
    ["cv.pdf", "", /empty/],
    ["cv.pdf", "%PDF" + " ".repeat(MOST_BYTES), /700 KB is the most/],
  ])("%s is judged by its name and its content", async (name, content, fault) => {
    const found = await faultOfFile(new File([content], name));
    if (fault) expect(found).toMatch(fault);
    else expect(found).toBeUndefined();
  });
});

describe("a draft", () => {
  beforeEach(() => {
    localStorage.clear();
  });

  it("is kept for its user and its form, and one without a word is none", () => {
    keepDraft("ada", "a-type", { role: "Analyst", skills: ["SQL"], isRemote: false });
    expect(readDraft("ada", "a-type")).toEqual({
      role: "Analyst",
      skills: ["SQL"],
      isRemote: false,
    });
    expect(readDraft("bob", "a-type")).toBeUndefined();
    keepDraft("ada", "a-type", { role: "", skills: [], isRemote: false, figures: [{ note: "" }] });
    expect(readDraft("ada", "a-type")).toBeUndefined();
    keepDraft("ada", "a-type", { role: "", askMe: true });
    expect(readDraft("ada", "a-type")).toBeUndefined();
  });

  it("goes when its user does", () => {
    keepDraft("ada", "a-type", { role: "Analyst" });
    keepDraft("bob", "a-type", { role: "Nurse" });
    forgetDrafts("bob");
    expect(readDraft("ada", "a-type")).toBeUndefined();
    expect(readDraft("bob", "a-type")).toBeDefined();
    forgetDrafts(null);
    expect(localStorage.length).toBe(0);
  });

  it("that was written by hand is none", () => {
    localStorage.setItem("careerlens-draft:ada:a-type", '{"role": 5}');
    expect(readDraft("ada", "a-type")).toBeUndefined();
    localStorage.setItem("careerlens-draft:ada:a-type", "{");
    expect(readDraft("ada", "a-type")).toBeUndefined();
  });
});

it("offers names that begin as what is typed, then those with a word that does", () => {
  const names = ["Data Engineer", "Engineering Manager", "Nurse", "Reengineering"];
  expect(bestNames(names, "eng")).toEqual([
    "Engineering Manager",
    "Data Engineer",
    "Reengineering",
  ]);
  expect(bestNames(names, "")).toEqual(names);
});

it("how many postings a name has is said, and a doubt where they are few", () => {
  const field = { suggests: "role" } as Field;
  const role = { names: ["Data Engineer", "Poet"], also: [], meant: [], postings: [1312, 7] };
  const doubt = (value: string) => doubtAbout(field, value, { role });
  expect([1312, 1, undefined].map(postingsText)).toEqual(["1,312 postings", "only 1 posting", ""]);
  expect(doubt("Data Engineer")).toBeUndefined();
  expect(doubt("Poet ")).toMatch(/only 7 postings/);
  // Names of before postings were counted.
  expect(doubtAbout(field, "Poet", { role: { ...role, postings: [] } })).toBeUndefined();
});

it.each([
  ["Sales Manager", true],
  ["Civil Engineer", true],
  ["teacher in Madrid", true],
  ["nurse", true],
  ["Softwareentwickler", false],
  ["data eng", false],
  ["Senior Data Engineer", false],
  ["Product Man", false],
  ["manager", false],
  ["QA lead", false],
  ["S", false],
])("%s is doubted where what it is about is in no name", (value, isDoubted) => {
  const field = { suggests: "role" } as Field;
  const names = ["Data Engineer", "Product Manager", "QA Engineer"];
  const role = { names, also: ["Software Engineer"], meant: [], postings: [1312, 900, 800] };
  expect(doubtAbout(field, value, { role }) !== undefined).toBe(isDoubted);
});

it.each([
  [
    "System Administrator",
    "The data has no role of this name: it will be read as IT Support Specialist.",
  ],
  [
    "systems administrators",
    "The data has no role of this name: it will be read as IT Support Specialist.",
  ],
  ["IT Support", undefined],
  ["Big Data Engineer", undefined],
])("%s is said to be read as another role before a job is made", (value, said) => {
  const field = { suggests: "role" } as Field;
  const role = {
    names: ["Data Engineer", "IT Support Specialist"],
    also: ["Big Data Engineer", "IT Support", "Systems Administrator"],
    meant: [0, -1, 1],
    postings: [900, 800],
  };
  expect(doubtAbout(field, value, { role })).toBe(said);
});
