/**
 * What a person has decided about each change of a résumé, and the text that comes of it. Pure.
 * Changes are numbered from 1 in the order of the text; behind them come the kinds of characters
 * that are replaced wherever they stand. What nobody has decided is not in the text.
 */
import * as resumeText from "#messages/resumeOptimization";
import { piecesOf } from "./pieces.js";
import type { Difference, Keyword, ResumeOptimization } from "./schemas.js";

/** What was decided about one change; a text of one's own is what stands there then. */
export interface Decision {
  readonly is: "accepted" | "kept";
  readonly text?: string | undefined;
}
/** What was decided, by the change's number. */
export type Decisions = Readonly<Record<number, Decision>>;

/** Where something stands in the résumé, and what stands there in the improved one. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly after: string;
}

/** A change that is to be decided; the same in all its places. */
export interface Choice {
  readonly number: number;
  readonly places: readonly Place[];
  readonly differences: readonly Difference[];
  readonly reason: string;
  /** Whether words of one's own may stand there. */
  readonly isEditable: boolean;
  /** What it is called where it cannot be seen. */
  readonly title?: string | undefined;
}

/** Return everything that is to be decided. */
export function choicesOf(result: ResumeOptimization): readonly Choice[] {
  const changes = result.changes.map((change, index) => ({
    number: index + 1,
    places: [change],
    differences: change.differences,
    reason: change.reason,
    isEditable: true,
  }));
  const characters = (result.characterChanges ?? []).map((each, index) => ({
    number: result.changes.length + index + 1,
    places: each.places.map((start) => {
      const end = start + Array.from(each.text).length;
      return { start, end, text: each.text, after: each.after };
    }),
    differences: [],
    reason: each.reason,
    isEditable: false,
    title: titleOf(each.text, each.after, each.places.length),
  }));
  return [...changes, ...characters];
}

/** A piece of the résumé: as it was, or a change with its choice. */
export type DecidedPiece =
  | { readonly text: string; readonly start: number; readonly choice?: undefined }
  | {
      readonly text: string;
      readonly start: number;
      readonly choice: Choice;
      readonly after: string;
    };

/** Cut the résumé where it changes. */
export function cut(text: string, choices: readonly Choice[]): readonly DecidedPiece[] {
  const places = choices
    .flatMap((choice) => choice.places.map((place) => ({ ...place, choice })))
    .sort((a, b) => a.start - b.start);
  return piecesOf(text, places).map((piece): DecidedPiece => {
    if (piece.kind === "same") return { text: piece.text, start: piece.start };
    const { start, text: was, after, choice } = piece.change;
    return { text: was, start, choice, after };
  });
}

/** Return what stands in the place of a change, as it was decided. */
export function decidedText(
  piece: { readonly text: string; readonly after: string },
  decision: Decision | undefined,
): string {
  return decision?.is === "accepted" ? (decision.text ?? piece.after) : piece.text;
}

/** Return the résumé with what was accepted, and nothing else. */
export function textOf(pieces: readonly DecidedPiece[], decisions: Decisions): string {
  return pieces
    .map((piece) =>
      piece.choice ? decidedText(piece, decisions[piece.choice.number]) : piece.text,
    )
    .join("");
}

/** Return the share of the keywords, by weight, that a text of this résumé has: 0 to 100. */
export function coverageOf(keywords: readonly Keyword[], text: string): number {
  const has = ({ keyword, before, after }: Keyword): boolean =>
    before === "exact" || (after === "exact" && hasWord(text, keyword));
  const sum = (of: readonly Keyword[]): number => of.reduce((all, each) => all + weightOf(each), 0);
  return Math.round((sum(keywords.filter(has)) / (sum(keywords) || 1)) * 100);
}

/** One of the advertisement weighs as much as one that every posting asks for. */
function weightOf({ demandShare = 0, inJobDescription }: Keyword): number {
  return inJobDescription ? 1 : demandShare;
}

/** Whether a text has a word as it is spelled. */
export function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "u").test(text);
}

function titleOf(text: string, after: string, places: number): string {
  const code = (text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const sign = /\p{C}|\p{Z}/u.test(text) ? "" : text;
  return resumeText.character(sign, code, after, places);
}
