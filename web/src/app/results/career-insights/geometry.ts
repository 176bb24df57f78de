/** Where the parts of a chart lie. Pure. */
import type { Month, Quartiles } from "./schemas.js";

/** Where a group's quartiles lie on a common axis, in percent of its length. */
export interface PayBar {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

/** An axis of pay: its round ends, and the round values between. */
export interface PayAxis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** Return the axis that holds all these groups. */
export function payAxis(groups: readonly Quartiles[]): PayAxis {
  const low = Math.min(...groups.map((group) => group.lowerUsd));
  const high = Math.max(...groups.map((group) => group.upperUsd));
  const step = roundStep((high - low) / 4);
  const from = Math.floor(low / step) * step;
  const to = Math.max(Math.ceil(high / step) * step, from + step);
  const count = Math.round((to - from) / step);
  return { from, to, ticks: Array.from({ length: count + 1 }, (_, index) => from + index * step) };
}

/** Return where a group lies on an axis. */
export function payBar(group: Quartiles, { from, to }: PayAxis): PayBar {
  const percentOf = (value: number): number => ((value - from) / (to - from)) * 100;
  return {
    start: percentOf(group.lowerUsd),
    middle: percentOf(group.medianUsd),
    end: percentOf(group.upperUsd),
  };
}

/** Return the round number that is the next above: 1, 2 or 5 times a power of ten. */
export function roundStep(raw: number): number {
  if (raw <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10) * power;
}

/** A year of postings beside the one before, on a field of 100 by 100 whose foot is 0. */
export interface TwoYears {
  readonly points: readonly YearPoint[];
  /** The `d` of this year's whole months, and of the piece to one that is not over. */
  readonly path: string;
  readonly openPath: string;
  readonly area: string;
  /** The `d` of the year before; empty where the data does not reach back. */
  readonly earlierPath: string;
  /** Round values with their height above the foot. */
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
}

/** A month of this year, with the same one of the year before. */
export interface YearPoint {
  readonly x: number;
  readonly y: number;
  readonly month: Month;
  readonly earlier?: Month | undefined;
}

const YEAR = 12;

/** Lay the last twelve months out over those before them. */
export function twoYears(months: readonly Month[]): TwoYears {
  const recent = months.slice(-YEAR);
  const before = months.slice(0, -YEAR).slice(-YEAR);
  const highest = Math.max(1, ...[...recent, ...before].map(({ postings }) => postings));
  const step = roundStep(highest / 4);
  const top = Math.ceil(highest / step) * step;
  const at = (index: number, postings: number) => ({
    x: recent.length < 2 ? 50 : (index / (recent.length - 1)) * 100,
    y: 100 - (postings / top) * 100,
  });
  const missing = recent.length - before.length;
  const points = recent.map((month, index) => ({
    ...at(index, month.postings),
    month,
    earlier: before[index - missing],
  }));
  const whole = points.filter(({ month }) => month.isWhole !== false);
  const open = whole.length < points.length ? points.slice(Math.max(0, whole.length - 1)) : [];
  const [first, last] = [whole[0], whole.at(-1)];
  return {
    points,
    path: pathOf(whole),
    openPath: pathOf(open),
    area:
      first && last ? `${pathOf(whole)}L${last.x.toFixed(2)} 100L${first.x.toFixed(2)} 100Z` : "",
    earlierPath: pathOf(before.map(({ postings }, index) => at(index + missing, postings))),
    ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, index) => ({
      value: index * step,
      y: ((index * step) / top) * 100,
    })),
  };
}

function pathOf(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points
    .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(2)} ${y.toFixed(2)}`)
    .join("");
}
