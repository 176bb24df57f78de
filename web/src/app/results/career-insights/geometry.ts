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

/** A point of a line chart, in the chart's own units. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly month: Month;
}

/** A line chart of postings by month. */
export interface Line {
  readonly points: readonly Point[];
  /** The line's `d`, of whole months. */
  readonly path: string;
  /** The `d` of the last piece, to a month that is not over. */
  readonly openPath: string;
  /** Round values with their height. */
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
}

/** Lay months out on a field, from 0 at its foot. */
export function lineOf(months: readonly Month[], width: number, height: number): Line {
  const highest = Math.max(1, ...months.map(({ postings }) => postings));
  const step = roundStep(highest / 4);
  const top = Math.ceil(highest / step) * step;
  const yOf = (value: number): number => height - (value / top) * height;
  const points = months.map((month, index) => ({
    x: months.length < 2 ? width / 2 : (index / (months.length - 1)) * width,
    y: yOf(month.postings),
    month,
  }));
  const whole = points.filter(({ month }) => month.isWhole !== false);
  const open = whole.length < points.length ? points.slice(Math.max(0, whole.length - 1)) : [];
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => ({
    value: index * step,
    y: yOf(index * step),
  }));
  return { points, path: pathOf(whole), openPath: pathOf(open), ticks };
}

function pathOf(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points
    .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
}
