/** The form that a schema makes, and the request that its answers make. */
import { describe, expect, it } from "vitest";

import { faultsFrom, faultsIn, namesOf } from "../../../src/app/forms/faults.js";
import { labelOf } from "../../../src/app/messages/en/job.js";
import type { Values } from "../../../src/app/forms/field.js";
import { fieldsOf } from "../../../src/app/forms/schema.js";
import { requestOf, valuesOf } from "../../../src/app/forms/values.js";
import { withAdded } from "../../../src/app/forms/ChipsField.js";
import type { JobType } from "../../../src/jobs/index.js";

/** A type of job that the app does not know, with a field of each kind. */
const JOB_TYPE: JobType = {
  type: "salary-report",
  icon: "spark",
  title: "Salary report",
  maxAttempts: 3,
  timeLimitSeconds: 60,
  acceptsFile: true,
  fileReplaces: "contract",
  result: {},
  input: {
    type: "object",
    required: ["role", "years"],
    examples: [{ role: "Data Engineer", skills: ["SQL", "Python"], years: 4 }],
    properties: {
      note: { type: "string", maxLength: 5000, default: "" },
      skills: { type: "array", items: { type: "string", maxLength: 60 }, maxItems: 3 },
      role: { type: "string", minLength: 2, maxLength: 10, description: "What you do." },
      years: { anyOf: [{ type: "integer", minimum: 0, maximum: 60 }, { type: "null" }] },
      contract: { anyOf: [{ type: "string", minLength: 100, maxLength: 60000 }, { type: "null" }] },
      level: { $ref: "#/$defs/Level" },
      isRemote: { type: "boolean" },
    },
    $defs: { Level: { type: "string", enum: ["junior", "senior"] } },
  },
};
const FIELDS = fieldsOf(JOB_TYPE);
const field = (name: string) => FIELDS.find((each) => each.name === name);

describe("the fields of a schema", () => {
  it("have the kind that their type asks for", () => {
    const kinds = Object.fromEntries(FIELDS.map(({ name, kind }) => [name, kind]));
    expect(kinds).toEqual({
      role: "text",
      years: "number",
      contract: "longText",
      note: "longText",
      skills: "list",
      level: "choice",
      isRemote: "yesNo",
    });
  });

  it("stand with the required ones first, and long texts behind short ones", () => {
    expect(FIELDS.map(({ name }) => name)).toEqual([
      ...["role", "years", "contract"],
      ...["skills", "level", "isRemote", "note"],
    ]);
  });

  it("know what the schema says of them", () => {
    expect(field("role")).toMatchObject({ help: "What you do.", example: "Data Engineer" });
    expect(field("skills")).toMatchObject({ maxItems: 3, maxLength: 60, example: "SQL, Python" });
    expect(field("level")?.choices).toEqual(["junior", "senior"]);
    expect(field("contract")?.orFile).toBe(true);
  });

  it.each([
    ["targetRole", "Target role"],
    ["resumeText", "Résumé text"],
    ["experience_years", "Experience years"],
    ["skill-gap-analysis", "Skill gap analysis"],
    ["resume-optimization", "Résumé optimization"],
    ["salary-report", "Salary report"],
  ])("are called by their name: %s", (name, label) => {
    expect(labelOf(name)).toBe(label);
  });
});

it("is no title of its own that only writes the name in another way", () => {
  const input = {
    type: "object",
    properties: {
      jobDescription: { type: "string", title: "Jobdescription" },
      amount: { type: "string", title: "How much?" },
    },
  };
  const labels = fieldsOf({ title: "x", input }).map(({ label }) => label);
  expect(labels).toEqual(["Job description", "How much?"]);
});

describe("what is surely wrong", () => {
  const given = { ...valuesOf(FIELDS), role: "Analyst", years: "4" };

  it("is nothing in a form that is filled in, with a file for its text", () => {
    expect(faultsIn(FIELDS, given, true)).toEqual({});
  });

  it("is a text that is missing where no file came", () => {
    expect(faultsIn(FIELDS, given, false)).toEqual({
      contract: "Choose a file, or paste the text.",
    });
  });

  it.each([
    ["role", "  ", "Fill this in."],
    ["role", "x", "Must have at least 2 characters."],
    ["role", "Analyst of all", "Must have at most 10 characters."],
    ["years", "many", "Must be a number."],
    ["years", "4,5", "Must be a whole number."],
    ["years", "61", "Must be 60 or less."],
    ["years", "-1", "Must be 0 or more."],
  ])("is %s of %j", (name, value, fault) => {
    expect(faultsIn(FIELDS, { ...given, [name]: value }, true)).toEqual({ [name]: fault });
  });

  it("counts characters as people do, not as JavaScript does", () => {
    expect(faultsIn(FIELDS, { ...given, role: "😀".repeat(10) }, true)).toEqual({});
  });
});

describe("the request", () => {
  it("leaves out what is empty, and numbers are numbers", () => {
    const values = { ...valuesOf(FIELDS), role: "Analyst", years: "4", skills: ["SQL"] };
    expect(requestOf(FIELDS, values, false)).toEqual({
      role: "Analyst",
      years: 4,
      skills: ["SQL"],
      isRemote: false,
    });
  });

  it("leaves out the text that a file stands for", () => {
    const values = { ...valuesOf(FIELDS), contract: "a text" };
    expect(requestOf(FIELDS, values, true)).not.toHaveProperty("contract");
    expect(requestOf(FIELDS, values, false)).toHaveProperty("contract", "a text");
  });

  it("fills the form in again", () => {
    const request = { role: "Analyst", years: 4, skills: ["SQL"], isRemote: true };
    expect(requestOf(FIELDS, valuesOf(FIELDS, request), false)).toEqual(request);
  });
});

describe("the server's violations", () => {
  it("stand at the field, the list or the tag that they name", () => {
    const faults = faultsFrom(
      [
        { field: "role", message: "A" },
        { field: "skills.3", message: "B" },
        { field: "options.tags.0", message: "C" },
        { field: "options.runAt", message: "D" },
      ],
      ["role", "skills", "tags"],
    );
    expect(faults).toEqual({ role: "A", skills: "B", tags: "C", "": "options.runAt: D" });
  });
});

describe("a list of chips", () => {
  it("takes what was pasted apart, trims it, and keeps each once", () => {
    expect(withAdded(["SQL"], " Python, SQL;\nGit ,")).toEqual(["SQL", "Python", "Git"]);
  });

  it("takes no more than it may have", () => {
    expect(withAdded(["a"], "b,c", 2)).toEqual(["a", "b"]);
  });
});

describe("rows of several fields", () => {
  const form = {
    title: "Figures",
    input: {
      required: ["figures"],
      properties: {
        figures: { type: "array", minItems: 2, items: { $ref: "#/$defs/Figure" } },
        askMe: { type: "boolean", title: "Ask me for missing figures" },
        note: { type: "string", title: "Note" },
      },
      $defs: {
        Figure: {
          type: "object",
          required: ["figure"],
          properties: {
            line: { type: "string", readOnly: true },
            figure: { type: "string", maxLength: 20 },
            count: { type: "integer" },
          },
        },
      },
    },
  };
  const fields = fieldsOf(form);
  const values: Values = { ...valuesOf(fields), note: "" };

  it("are as many as there must be, each with its own fields", () => {
    expect(fields.map(({ kind }) => kind)).toEqual(["rows", "yesNo", "text"]);
    expect(values["figures"]).toEqual(Array(2).fill({ line: "", figure: "", count: "" }));
    expect(fields[0]?.fields?.map(({ isGiven }) => isGiven)).toEqual([true, undefined, undefined]);
  });

  it("are called by their own title, where the schema has one", () => {
    expect(fields.map(({ label }) => label)).toEqual([
      ...["Figures", "Ask me for missing figures", "Note"],
    ]);
  });

  it("are sent as objects, with what was given", () => {
    const figures = [{ line: "Led a team", figure: "4", count: 2 }, { figure: "30%" }];
    const request = { figures, askMe: false };
    expect(requestOf(fields, valuesOf(fields, request), false)).toEqual(request);
  });

  it("have their faults where they are, and the server's as well", () => {
    const [, second] = namesOf(fields, values).filter((name) => name.endsWith(".figure"));
    expect(second).toBe("figures.1.figure");
    expect(faultsIn(fields, values, false)).toEqual({
      "figures.0.figure": "Fill this in.",
      "figures.1.figure": "Fill this in.",
    });
    const violations = [
      { field: "figures.1.figure", message: "A" },
      { field: "figures.5.figure", message: "B" },
      { field: "other.0", message: "C" },
    ];
    expect(faultsFrom(violations, namesOf(fields, values))).toEqual({
      "figures.1.figure": "A",
      figures: "B",
      "": "other.0: C",
    });
  });
});
