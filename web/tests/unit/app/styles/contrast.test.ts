/** The contrast of what is written and drawn, calculated from the tokens in both themes. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, it } from "vitest";

const CSS = readFileSync(
  resolve(import.meta.dirname, "../../../../src/app/styles/tokens.css"),
  "utf8",
);

/** Each token with its colour on light and on dark. */
const TOKENS = new Map(
  [...CSS.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map(
    ([, name = "", light, dark, both]) => [name, [light ?? both, dark ?? both] as const],
  ),
);

const texts = (ground: string, ...inks: string[]): (readonly [string, string])[] =>
  inks.map((ink) => [ink, ground]);

const TEXT = [
  ...texts("ground", "ink", "ink-2", "ink-3", "us", "you", "ok", "bad", "off"),
  ...texts("surface", "ink", "ink-2", "ink-3", "us", "you", "ok", "bad", "off", "ins", "del"),
  ...texts("sunken", "ink", "ink-2", "ink-3", "us", "bad"),
  ...texts("hover", "ink", "ink-2", "us", "bad"),
  ...texts("chosen", "ink", "ink-2", "us"),
  ...texts("us-soft", "ink", "ink-2", "us"),
  ...texts("you-soft", "ink", "ink-2", "you"),
  ...texts("ok-soft", "ink", "ok"),
  ...texts("bad-soft", "ink", "bad"),
  ...texts("ins-bg", "ins"),
  ...texts("del-bg", "del"),
  ...texts("us-fill", "on-us"),
  ...texts("you-fill", "on-you"),
  ...texts("barrel", "barrel-ink", "barrel-ink-2", "you-fill"),
  ...texts("barrel-2", "barrel-ink", "barrel-ink-2"),
];

const GRAPHIC = [
  ...["line-2", "us", "us-fill", "you-edge", "ok", "bad", "off", "c-us", "c-prev", "c-bad"],
  ...["c-ok", "c-tick"],
].flatMap((mark) => texts("ground", mark).concat(texts("surface", mark)));

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("%s", (_, theme) => {
  it.each(TEXT)("%s can be read on %s", (ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(GRAPHIC)("%s can be seen on %s", (mark, ground) => {
    expect(contrast(colour(mark, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });

  it("has the mark and the fill on the barrel", () => {
    for (const mark of ["you-fill", "barrel-ink-2"]) {
      expect(contrast(colour(mark, theme), colour("barrel", theme))).toBeGreaterThanOrEqual(3);
    }
  });
});

it("checks at least as many pairs as the look promises", () => {
  expect(TEXT.length).toBeGreaterThanOrEqual(45);
  expect(GRAPHIC.length).toBeGreaterThanOrEqual(18);
});

it("knows black from white, and a pair that cannot be read", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast(colour("you-fill", 0), colour("surface", 0))).toBeLessThan(3);
});

function colour(name: string, theme: 0 | 1): string {
  const found = TOKENS.get(name)?.[theme];
  if (found === undefined) throw new Error(`There is no token --${name}.`);
  return found;
}

/** The contrast of WCAG 2, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
