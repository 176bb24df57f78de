/** An address that fills a form in. */
import { expect, it } from "vitest";

import { fieldsIn } from "../../../../../src/app/pages/new/fieldsIn.js";
import { formPath } from "../../../../../src/app/results/about.js";

it("an address fills in texts and lists, and a job to begin from is no field", () => {
  const path = formPath(
    "skill-gap-analysis",
    { targetRole: "R & D", currentSkills: ["C#", "C++"] },
    "a:b",
  );
  const { pathname, search } = new URL(path, "http://localhost");
  expect(pathname).toBe("/new/skill-gap-analysis");
  expect(new URLSearchParams(search).get("from")).toBe("a:b");
  expect(fieldsIn(search)).toEqual({ targetRole: "R & D", currentSkills: ["C#", "C++"] });
});
