/** A résumé cut where it changes. */
import { describe, expect, it } from "vitest";

import { piecesOf, type Piece } from "../../../../../src/app/results/resume-optimization/pieces.js";
import type { Change } from "../../../../../src/app/results/resume-optimization/schemas.js";

const change = (start: number, text: string, after: string): Change => ({
  start,
  end: start + Array.from(text).length,
  text,
  after,
  kind: "rewrite",
  differences: [
    { kind: "removed", text },
    { kind: "added", text: after },
  ],
  reason: "A reason.",
});

/** Return the text before or after the changes. */
function joined(pieces: readonly Piece<Change>[], side: "before" | "after"): string {
  return pieces
    .map((piece) => {
      if (piece.kind === "same") return piece.text;
      return side === "before" ? piece.change.text : piece.change.after;
    })
    .join("");
}

describe("the pieces of a text", () => {
  it("are the text before and after, whatever changes", () => {
    const text = "I did a. I did b.";
    const pieces = piecesOf(text, [change(2, "did", "built"), change(11, "did", "led")]);
    expect(joined(pieces, "before")).toBe(text);
    expect(joined(pieces, "after")).toBe("I built a. I led b.");
    expect(pieces.map(({ kind }) => kind)).toEqual(["same", "change", "same", "change", "same"]);
  });

  it("are counted in code points, as Python counts", () => {
    const text = "🚀🚀 did a";
    const pieces = piecesOf(text, [change(3, "did", "built")]);
    expect(joined(pieces, "after")).toBe("🚀🚀 built a");
  });

  it("may change at both ends, and be nothing but a change", () => {
    expect(joined(piecesOf("ab", [change(0, "a", "x"), change(1, "b", "y")]), "after")).toBe("xy");
    expect(piecesOf("ab", [change(0, "ab", "x")])).toHaveLength(1);
  });

  it("may be an insertion", () => {
    expect(joined(piecesOf("ab", [change(1, "", "-")]), "after")).toBe("a-b");
  });

  it("are one where nothing changes, and none where there is nothing", () => {
    expect(piecesOf("ab", [])).toEqual([{ kind: "same", text: "ab", start: 0 }]);
    expect(piecesOf("", [])).toEqual([]);
  });
});
