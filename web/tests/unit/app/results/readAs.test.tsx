/** A role that is read as another, above the headline. */
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";

import { ReadAs } from "../../../../src/app/results/parts/ReadAs.js";

afterEach(cleanup);

it.each([
  ["System Administrator", "IT Support Specialist", true],
  ["Senior Data Engineers", "Data Engineer", false],
  ["data engineer", "Data Engineer", false],
  ["poet", undefined, false],
])("%s, read as %s, is said: %s", (asked, matched, isSaid) => {
  const { container } = render(<ReadAs role={{ asked, matched }} />);
  expect(container.textContent !== "").toBe(isSaid);
  if (isSaid) expect(container.textContent).toContain(`“${asked}”`);
});
