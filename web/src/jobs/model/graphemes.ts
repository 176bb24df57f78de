/**
 * Where a text may be cut so that no character is: an emoji of several parts, a flag, a letter with
 * its marks. By `Intl.Segmenter`; by code point where a browser has none. Pure.
 */

/** Return the characters of a text, as people count them, one after another. */
export function graphemesOf(text: string): Iterable<string> {
  const { Segmenter } = Intl as Partial<typeof Intl>;
  return Segmenter ? segments(new Segmenter(undefined, { granularity: "grapheme" }), text) : text;
}

function* segments(segmenter: Intl.Segmenter, text: string): Iterable<string> {
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** Return the first characters of a text, as many as `length` holds, but one at least. */
export function firstOf(text: string, length: number): string {
  return fitting(graphemesOf(text), length).join("");
}

/** Return the last characters of a text, likewise. */
export function lastOf(text: string, length: number): string {
  return fitting([...graphemesOf(text)].reverse(), length)
    .reverse()
    .join("");
}

function fitting(graphemes: Iterable<string>, length: number): string[] {
  const kept: string[] = [];
  let size = 0;
  for (const grapheme of graphemes) {
    size += grapheme.length;
    if (size > length && kept[0]) break;
    kept.push(grapheme);
  }
  return kept;
}
