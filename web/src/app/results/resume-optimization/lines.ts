/** A résumé's pieces as the lines of a page: its name, headings, items and the rest. Pure. */
import type { DecidedPiece } from "./decisions.js";
import type { ResumeOptimization } from "./schemas.js";

/** What a line is on the page. */
export type LineKind = "name" | "heading" | "item" | "text" | "blank";

/** A line of the page. */
export interface Line {
  readonly kind: LineKind;
  /** Where it begins in the résumé. */
  readonly start: number;
  readonly pieces: readonly DecidedPiece[];
}

const MARKER = /^\s*[-•*–·▪●◦‣]\s+/u;

/** Lay pieces out as lines. A change stands in the line in which it begins. */
export function linesOf(
  pieces: readonly DecidedPiece[],
  sections: ResumeOptimization["sections"],
): readonly Line[] {
  const headings = new Set<string>();
  let isNamed = false;
  return split(pieces).map(({ start, pieces: own }): Line => {
    const text = own.map((piece) => piece.text).join("");
    const section = sections.find((each) => each.title && each.start <= start && start < each.end);
    const isHeading =
      section !== undefined && !headings.has(section.title) && text.includes(section.title);
    if (isHeading) headings.add(section.title);
    if (text.trim() === "") return { kind: "blank", start, pieces: own };
    if (!isNamed && !isHeading) {
      isNamed = true;
      return { kind: "name", start, pieces: own };
    }
    if (isHeading) return { kind: "heading", start, pieces: own };
    return { kind: MARKER.test(text) ? "item" : "text", start, pieces: own };
  });
}

/** Return an item without its marker; the page draws one. */
export function withoutMarker(pieces: readonly DecidedPiece[]): readonly DecidedPiece[] {
  const [first, ...rest] = pieces;
  if (!first || first.choice) return pieces;
  return [{ ...first, text: first.text.replace(MARKER, "") }, ...rest];
}

function split(
  pieces: readonly DecidedPiece[],
): readonly { readonly start: number; readonly pieces: readonly DecidedPiece[] }[] {
  const lines: { start: number; pieces: DecidedPiece[] }[] = [{ start: 0, pieces: [] }];
  for (const piece of pieces) {
    if (piece.choice) {
      lines.at(-1)?.pieces.push(piece);
      continue;
    }
    let start = piece.start;
    piece.text.split("\n").forEach((text, index) => {
      if (index > 0) lines.push({ start, pieces: [] });
      if (text) lines.at(-1)?.pieces.push({ text, start });
      start += Array.from(text).length + 1;
    });
  }
  return lines;
}
