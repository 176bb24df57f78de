/**
 * A résumé with its changes, cut into pieces. Pure. Offsets count code points, as Python does, so a
 * text is taken apart by `Array.from`, never by `slice`.
 */

/** A place that changes: what is there ends before `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** A piece of the text: as it was, or a change of it. */
export type Piece<Change extends Span> =
  | { readonly kind: "same"; readonly text: string; readonly start: number }
  | { readonly kind: "change"; readonly change: Change; readonly number: number };

/** Cut a text where it changes; the pieces, joined, are the text. */
export function piecesOf<Change extends Span>(
  text: string,
  changes: readonly Change[],
): readonly Piece<Change>[] {
  const characters = Array.from(text);
  const pieces: Piece<Change>[] = [];
  let at = 0;
  const keep = (end: number): void => {
    if (end > at)
      pieces.push({ kind: "same", text: characters.slice(at, end).join(""), start: at });
  };
  changes.forEach((change, index) => {
    keep(change.start);
    pieces.push({ kind: "change", change, number: index + 1 });
    at = change.end;
  });
  keep(characters.length);
  return pieces;
}
