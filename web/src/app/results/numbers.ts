/** Numbers as a result's texts say them, and the geometry of its charts. Pure. */
import type { Month, Quartiles } from "./schemas.js";

/** A share of 1 as "34 %". */
export function percent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}

/** A change of a share as "+4 points". */
export function points(change: number): string {
  const whole = Math.round(change * 100);
  return `${signed(whole)} ${Math.abs(whole) === 1 ? "point" : "points"}`;
}

/** A relative change as "+12 %". */
export function relative(change: number): string {
  return `${signed(Math.round(change * 100))} %`;
}

/** US dollars in thousands: "$84k". */
export function thousands(dollars: number): string {
  return `$${String(Math.round(dollars / 1000))}k`;
}

/** US dollars with their sign, in hundreds: "+$3,200". */
export function dollars(amount: number): string {
  const rounded = Math.round(Math.abs(amount) / 100) * 100;
  return `${amount < 0 ? "−" : "+"}$${rounded.toLocaleString("en-US")}`;
}

function signed(whole: number): string {
  return whole < 0 ? `−${String(-whole)}` : whole > 0 ? `+${String(whole)}` : "±0";
}

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

/** Give the axis that holds all these groups. */
export function payAxis(groups: readonly Quartiles[]): PayAxis {
  const low = Math.min(...groups.map((group) => group.lowerUsd));
  const high = Math.max(...groups.map((group) => group.upperUsd));
  const step = roundStep((high - low) / 4);
  const from = Math.floor(low / step) * step;
  const to = Math.max(Math.ceil(high / step) * step, from + step);
  const count = Math.round((to - from) / step);
  return { from, to, ticks: Array.from({ length: count + 1 }, (_, place) => from + place * step) };
}

/** Give where a group lies on an axis. */
export function payBar(group: Quartiles, { from, to }: PayAxis): PayBar {
  const place = (value: number): number => ((value - from) / (to - from)) * 100;
  return {
    start: place(group.lowerUsd),
    middle: place(group.medianUsd),
    end: place(group.upperUsd),
  };
}

/** Give the round number that is the next above: 1, 2 or 5 times a power of ten. */
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
  const points = months.map((month, place) => ({
    x: months.length < 2 ? width / 2 : (place / (months.length - 1)) * width,
    y: yOf(month.postings),
    month,
  }));
  const whole = points.filter(({ month }) => month.isWhole !== false);
  const open = whole.length < points.length ? points.slice(Math.max(0, whole.length - 1)) : [];
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, place) => ({
    value: place * step,
    y: yOf(place * step),
  }));
  return { points, path: pathOf(whole), openPath: pathOf(open), ticks };
}

function pathOf(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points
    .map(({ x, y }, place) => `${place === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
}

/** Say a month in the user's language: "Mar 2026". */
export function monthName(month: string, locale?: string): string {
  const date = new Date(`${month.slice(0, 7)}-01T00:00:00Z`);
  return date.toLocaleDateString(locale, { month: "short", year: "numeric", timeZone: "UTC" });
}
