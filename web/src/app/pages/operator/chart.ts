/** The geometry of the console's charts: one line of time, and an axis that begins at 0. Pure. */

/** A chart's own measure: so wide and so high, whatever the room on the page. */
export const WIDTH = 480;
export const HEIGHT = 120;

/** Return the end of an axis that holds a value, and half of it: 1, 2, 4 or 5 times a power of ten. */
export function axisTo(largest: number): readonly [half: number, end: number] {
  if (!(largest > 0)) return [0.5, 1];
  const power = 10 ** Math.floor(Math.log10(largest));
  const end = power * ([1, 2, 4, 5].find((step) => step * power >= largest) ?? 10);
  return [end / 2, end];
}

/** Return the middle of a stretch of time, of so many. */
export function middleOf(place: number, count: number): number {
  return ((place + 0.5) / count) * WIDTH;
}

/** Return a line through values, with a gap where there is none; one value alone is a dash. */
export function lineOf(values: readonly (number | undefined)[], end: number): string {
  const count = values.length;
  return values
    .map((value, place) => {
      if (value === undefined) return "";
      const [x, y] = [middleOf(place, count), heightOf(value, end)];
      if (values[place - 1] !== undefined) return `L${at(x)} ${at(y)}`;
      const isAlone = values[place + 1] === undefined;
      const half = WIDTH / count / 2;
      return isAlone ? `M${at(x - half)} ${at(y)}h${at(2 * half)}` : `M${at(x)} ${at(y)}`;
    })
    .join("");
}

function at(value: number): string {
  return value.toFixed(1);
}

/** Return how far from the top a value stands. */
export function heightOf(value: number, end: number): number {
  return HEIGHT - (Math.min(value, end) / end) * HEIGHT;
}

/** Return the place that lies below a pointer, at a share of the width. */
export function placeAt(share: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}
