/** A text is cut between characters, as people count them. */
import { describe, expect, it, vi } from "vitest";

import { firstOf, lastOf } from "../../../src/jobs/model/graphemes.js";
import { previewText } from "../../../src/jobs/react/previewText.js";

const FAMILY = "👩‍👩‍👧‍👦";
const WHOLE = [
  ["an emoji", "😀"],
  ["a family, joined", FAMILY],
  ["a flag", "🇨🇭"],
  ["a skin", "👍🏽"],
  ["a letter with its marks", "e\u0301\u0323"],
  ["a Thai syllable", "กำ"],
  ["a key", "1️⃣"],
] as const;

describe.each(WHOLE)("%s", (_, grapheme) => {
  it("is never cut, at neither end", () => {
    for (let length = 3; length < 3 * grapheme.length + 3; length += 1) {
      const [first, last] = [firstOf, lastOf].map((cut) => cut(grapheme.repeat(9), length));
      expect(first).toBe(last);
      expect(first).toBe(grapheme.repeat(Math.max(1, Math.floor(length / grapheme.length))));
    }
  });

  it("is not cut in a preview", () => {
    const shown = previewText({ text: grapheme.repeat(200) }, 100).slice(1);
    expect(shown).toBe(grapheme.repeat(Math.floor(100 / grapheme.length)));
  });
});

it("is cut by code point where there is no Segmenter", () => {
  vi.stubGlobal("Intl", {});
  expect([firstOf("😀".repeat(5), 3), lastOf("😀".repeat(5), 5)]).toEqual(["😀", "😀😀"]);
});

it.each([
  ["Chinese", "技能差距".repeat(200)],
  ["Thai", "ภาษาไทย".repeat(100)],
  ["an address", `see https://example.com/${"a".repeat(500)}`],
  ["an address after which something comes", `https://example.com/${"a".repeat(500)} end`],
  ["one line", `${"x".repeat(400)}\n${"y".repeat(3)}`],
])("shows as much of %s as of words", (_, text) => {
  const shown = previewText({ text });
  expect(shown.length).toBeGreaterThan(270);
  expect(shown.length).toBeLessThanOrEqual(281);
  expect(text.endsWith(shown.slice(1))).toBe(true);
});

it("begins with a whole word, whatever stands between words", () => {
  const words = Array.from({ length: 300 }, (_, n) => `w${String(n)}`).join("\n");
  expect(words.split("\n")).toContain(previewText({ words }).slice(2).split("\n")[0]);
});
